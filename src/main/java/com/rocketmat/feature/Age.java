package com.rocketmat.feature;

import java.time.Duration;
import java.time.Instant;

/** Time between an event and the run, in fractional days. */
final class Age {

    private static final double SECONDS_A_DAY = 86_400;

    private Age() {}

    static FeatureValue days(Instant event, Instant asOf) {
        if (event == null) {
            return FeatureValue.MISSING;
        }
        // Not toNanos(), which overflows after 292 years
        Duration age = Duration.between(event, asOf);
        return new FeatureValue.Numeric((age.getSeconds() + age.getNano() / 1e9) / SECONDS_A_DAY);
    }
}
