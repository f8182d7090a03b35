package com.rocketmat.privacy.words;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A language for candidates. Its sentences are in {@code words/<code>.properties}. */
public enum Language {
    ENGLISH("en", "English"),
    PORTUGUESE("pt", "Português"),
    SPANISH("es", "Español");

    private static final Map<Language, Properties> SENTENCES =
            Arrays.stream(values()).collect(toUnmodifiableMap(Function.identity(), Language::sentences));

    private final String code;
    private final String ownName;

    Language(String code, String ownName) {
        this.code = code;
        this.ownName = ownName;
    }

    private static Properties sentences(Language language) {
        Properties sentences = new Properties();
        try (InputStream file = Language.class.getResourceAsStream("/words/" + language.code + ".properties")) {
            sentences.load(new InputStreamReader(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sentences;
    }

    /** The first supported language of those accepted, best first; otherwise English. */
    public static Language among(List<Locale> accepted) {
        return accepted.stream()
                .flatMap(locale -> of(locale).stream())
                .findFirst()
                .orElse(ENGLISH);
    }

    private static Optional<Language> of(Locale locale) {
        return Arrays.stream(values())
                .filter(language -> language.code.equals(locale.getLanguage()))
                .findFirst();
    }

    /** The language's name in the language itself. */
    public String ownName() {
        return ownName;
    }

    /** For {@code Content-Language}. */
    public String code() {
        return code;
    }

    String say(String key, Object... args) {
        return find(key, args).orElseThrow(() -> new IllegalArgumentException("no words for " + key));
    }

    Optional<String> find(String key, Object... args) {
        return Optional.ofNullable(SENTENCES.get(this).getProperty(key)).map(sentence -> String.format(sentence, args));
    }

    /** The sentences {@code key.1}, {@code key.2} and so on. */
    List<String> sayAll(String key, Object... args) {
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> find(key + "." + number, args))
                .takeWhile(Optional::isPresent)
                .flatMap(Optional::stream)
                .toList();
    }
}
