package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** Calls that end before they are routed; {@code MetricsCardinalityQuarkusTest} has the others. */
class CallLabelsTest {

    @Test
    void anAbortedCallIsCountedWithoutItsAddressAndMethod() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        metrics.config().meterFilter(new CallLabels());
        Tags labels = Tags.of("method", "PEEK").and("outcome", "CLIENT_ERROR", "status", "RESET", "uri", "/api/acme");
        metrics.timer("http.server.requests", labels);

        assertThat(metrics.getMeters())
                .singleElement()
                .satisfies(timer -> assertThat(timer.getId().toString())
                        .contains("RESET", "CLIENT_ERROR", "uri=UNKNOWN", "method=UNKNOWN")
                        .doesNotContain("acme", "PEEK"));
    }
}
