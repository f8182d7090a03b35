package com.rocketmat.privacy.words;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A language that candidates are answered in. */
public enum Language {
    ENGLISH("en", "English"),
    PORTUGUESE("pt", "Português"),
    SPANISH("es", "Español");

    private final String code;
    private final String ownName;

    Language(String code, String ownName) {
        this.code = code;
        this.ownName = ownName;
    }

    /** The first that we have of those that the caller accepts, best first; else English. */
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

    /** In the language itself. */
    public String ownName() {
        return ownName;
    }

    /** As {@code Content-Language} has it. */
    public String code() {
        return code;
    }
}
