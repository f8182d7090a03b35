package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** Calls that end before the framework knows where they were to go; see {@code MetricsCardinalityQuarkusTest} for others. */
class CallLabelsTest {

    @Test
    void aCallWhoseCallerWentAwayIsCountedWithoutItsAddressAndMethod() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        metrics.config().meterFilter(new CallLabels());
        metrics.timer(
                "http.server.requests",
                "method",
                "PEEK",
                "outcome",
                "CLIENT_ERROR",
                "status",
                "RESET",
                "uri",
                "/api/acme");

        assertThat(metrics.getMeters())
                .singleElement()
                .satisfies(timer -> assertThat(timer.getId().toString())
                        .contains("RESET", "CLIENT_ERROR", "uri=UNKNOWN", "method=UNKNOWN")
                        .doesNotContain("acme", "PEEK"));
    }
}
