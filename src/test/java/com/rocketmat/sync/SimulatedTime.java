package com.rocketmat.sync;

import com.rocketmat.sandbox.greenhouse.SettableClock;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;

/** Replaces the system's clock, if a test profile selects it; a simulated Greenhouse shares it. */
@Alternative
final class SimulatedTime {

    static final Instant MIDNIGHT = Instant.parse("2093-03-02T00:00:00.250Z");

    static final SettableClock CLOCK = new SettableClock(MIDNIGHT);

    @Produces
    @Singleton
    Clock clock() {
        return CLOCK;
    }
}
