package com.rocketmat.feature.resume;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** @param text empty unless the verdict is {@link Verdict#TEXT} */
record Reading(Verdict verdict, String text) {

    enum Verdict {
        TEXT,
        /** A scan, or blanks only. */
        NO_TEXT,
        OTHER_FORMAT,
        /** The library rejects the file; also for encrypted files. */
        UNREADABLE,
        /** The library could not be loaded: a native image that lacks parts of it. */
        NO_LIBRARY,
        TIMED_OUT,
        /** The process died, mostly out of memory. */
        CRASHED,
        /** No process could be started. */
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

    /** As it comes from the process that read the file. */
    static Reading of(List<byte[]> parts) {
        String verdict = new String(parts.getFirst(), StandardCharsets.UTF_8);
        return new Reading(Verdict.valueOf(verdict), new String(parts.getLast(), StandardCharsets.UTF_8));
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
