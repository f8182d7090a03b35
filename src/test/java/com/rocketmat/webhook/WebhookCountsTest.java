package com.rocketmat.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookCountsTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    /** Otherwise the alert would miss the first burst, which may be the only one that reaches this replica. */
    @ParameterizedTest
    @CsvSource({"delete_candidate, queue_full", "job_updated, database_away", "other, busy"})
    void webhooksThatCannotBeTakenAreCountedFromZero(String action, String outcome) {
        new WebhookCounts(null, metrics, null);

        assertThat(metrics.find(WebhookCounts.WEBHOOKS)
                        .tags("action", action, "outcome", outcome)
                        .counter())
                .isNotNull();
    }
}
