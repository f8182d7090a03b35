package com.rocketmat.privacy.words;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A language that candidates are answered in. */
public enum Language {
    ENGLISH("en"),
    PORTUGUESE("pt"),
    SPANISH("es");

    private final String code;

    Language(String code) {
        this.code = code;
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

    /** As {@code Content-Language} has it. */
    public String code() {
        return code;
    }
}
