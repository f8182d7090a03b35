package com.rocketmat.sync.reading;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a tenant pauses after slices without progress: doubling, bounded, and with jitter so that tenants do not all return at once. */
public final class BackOff {

    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 7;

    private BackOff() {}

    /** The pause after this many failures in a row, from 1. */
    public static Duration after(int failures, RandomGenerator random) {
        long whole = FIRST.multipliedBy(1L << Math.clamp(failures - 1L, 0, MOST_DOUBLINGS))
                .toMillis();
        return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
    }
}
