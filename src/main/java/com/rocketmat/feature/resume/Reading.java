package com.rocketmat.feature.resume;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** @param text empty unless the verdict is {@link Verdict#TEXT} */
record Reading(Verdict verdict, String text) {

    enum Verdict {
        TEXT,
        /** A scan, or blanks only. */
        NO_TEXT,
        OTHER_FORMAT,
        /** The library rejects the file; also for files that need a password. */
        UNREADABLE,
        /** The library could not be loaded: a native image that lacks parts of it. */
        NO_LIBRARY,
        TIMED_OUT,
        /** The process died, mostly out of memory, or was taken over by the file. */
        CRASHED,
        /** No process could be started, or all were busy for too long. */
        NO_READER;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Reading without(Verdict verdict) {
        return new Reading(verdict, "");
    }

    static Reading of(String text) {
        return text.isEmpty() ? without(Verdict.NO_TEXT) : new Reading(Verdict.TEXT, text);
    }

    /** {@link Verdict#CRASHED} for an answer that only a compromised process sends. */
    static Reading fromParts(List<byte[]> parts) {
        String name = new String(parts.getFirst(), StandardCharsets.UTF_8);
        byte[] text = parts.getLast();
        return Stream.of(Verdict.values())
                .filter(verdict -> verdict.name().equals(name) && text.length <= ResumeText.MOST_BYTES)
                .findFirst()
                .map(verdict -> new Reading(verdict, new String(text, StandardCharsets.UTF_8)))
                .orElseGet(() -> without(Verdict.CRASHED));
    }

    List<byte[]> toParts() {
        return List.of(verdict.name().getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }

    Optional<String> found() {
        return verdict == Verdict.TEXT ? Optional.of(text) : Optional.empty();
    }

    /** Keeps candidate data out of logs. */
    @Override
    public String toString() {
        return "Reading[" + verdict + "]";
    }
}
