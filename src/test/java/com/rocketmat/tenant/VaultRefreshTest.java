package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VaultRefreshTest {

    private static final Duration PERIOD = Duration.ofSeconds(30);

    @Test
    void replicasThatStartTogetherDrawPhasesAllOverThePeriod() {
        Set<Long> seconds = IntStream.range(0, 2_000)
                .mapToObj(_ -> VaultRefresh.phase(PERIOD))
                .peek(phase -> assertThat(phase).isPositive().isLessThanOrEqualTo(PERIOD))
                .map(phase -> Math.min(29, phase.toSeconds()))
                .collect(Collectors.toSet());

        assertThat(seconds).hasSize(30);
    }
}
