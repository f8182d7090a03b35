package com.rocketmat.tenant;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that the test moves. */
public final class FixedClock extends Clock {

    private Instant now = Instant.parse("2026-11-24T10:00:00Z");
    private Clock base;

    public FixedClock() {}

    public void set(Instant time) {
        now = time;
    }

    /** From now on it follows the machine's clock, ahead of it by what is passed. */
    public void runs() {
        base = Clock.systemUTC();
    }

    public void pass(Duration time) {
        if (base == null) {
            now = now.plus(time);
        } else {
            base = Clock.offset(base, time);
        }
    }

    @Override
    public Instant instant() {
        return base == null ? now : base.instant();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
