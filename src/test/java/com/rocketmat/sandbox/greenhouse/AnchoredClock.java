package com.rocketmat.sandbox.greenhouse;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Starts at a given instant and runs in real time, so that answers do not depend on the day of the test. */
public final class AnchoredClock extends Clock {
    private final Instant anchor;
    private final long startedNanos;
    private final ZoneId zone;

    private AnchoredClock(Instant anchor, long startedNanos, ZoneId zone) {
        this.anchor = anchor;
        this.startedNanos = startedNanos;
        this.zone = zone;
    }

    public static AnchoredClock at(Instant anchor) {
        return new AnchoredClock(anchor, System.nanoTime(), ZoneOffset.UTC);
    }

    @Override
    public Instant instant() {
        return anchor.plus(Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new AnchoredClock(anchor, startedNanos, zone);
    }
}
