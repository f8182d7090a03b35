package com.rocketmat.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CreatedBetweenTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-02-01T00:00:00.5Z");

    @Test
    void theStartIsInclusiveAndTheEndExclusive() {
        CreatedBetween january = new CreatedBetween(Optional.of(FROM), Optional.of(TO));

        assertThat(january.contains(FROM)).isTrue();
        assertThat(january.contains(TO.minusMillis(1))).isTrue();
        assertThat(january.contains(TO)).isFalse();
        assertThat(january.contains(FROM.minusMillis(1))).isFalse();
        assertThat(january.contains(null)).isFalse();
        assertThat(january.filter()).isEqualTo("gte|2026-01-01T00:00:00Z|lt|2026-02-01T00:00:00.500Z");
    }

    @Test
    void eitherBoundMayBeMissing() {
        assertThat(new CreatedBetween(Optional.of(FROM), Optional.empty()).filter())
                .isEqualTo("gte|2026-01-01T00:00:00Z");
        assertThat(new CreatedBetween(Optional.empty(), Optional.of(TO)).filter())
                .isEqualTo("lt|2026-02-01T00:00:00.500Z");
        CreatedBetween always = new CreatedBetween(Optional.empty(), Optional.empty());
        assertThat(always.filter()).isNull();
        assertThat(always.contains(Instant.EPOCH)).isTrue();
    }
}
