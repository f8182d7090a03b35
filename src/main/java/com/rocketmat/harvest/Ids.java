package com.rocketmat.harvest;

import java.util.Collection;
import java.util.stream.Collectors;

/** Ids as a list filter takes them in both versions. */
public final class Ids {

    private Ids() {}

    /** Between one and as many as one call takes. */
    public static Collection<Long> few(Collection<Long> ids) {
        if (ids.isEmpty() || ids.size() > HarvestSession.MOST_IDS) {
            throw new IllegalArgumentException(
                    "expected 1 to %d ids per call, got %d".formatted(HarvestSession.MOST_IDS, ids.size()));
        }
        return ids;
    }

    public static String filter(Collection<Long> ids) {
        return commas(few(ids));
    }

    /** Sorted, so that equal queries give equal requests. */
    public static String commas(Collection<?> values) {
        return values.stream().map(String::valueOf).sorted().collect(Collectors.joining(","));
    }
}
