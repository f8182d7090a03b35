package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowLengthTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();

    @Test
    void aWindowOfFiveSecondsSaysSoInEveryHeader() {
        sandbox.switches().rates.v3Window = Duration.ofSeconds(5);
        sandbox.acme.rateLimit(1);
        Response first = sandbox.get("/v3/jobs");
        assertThat(first.header("X-RateLimit-Reset"))
                .contains(Long.toString(InProcessSandbox.NOW.getEpochSecond() + 5));
        Response refused = sandbox.get("/v3/jobs");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).as("from :07 to :10").contains("3");
        sandbox.clock.forward(Duration.ofMillis(2_750));
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(200);
    }

    @Test
    void theEdgeIsAMultipleOfTheLength() {
        sandbox.switches().rates.v3Window = Duration.ofSeconds(7);
        sandbox.switches().resetHeader = Switches.ResetHeader.WINDOW_EDGE;
        long edge = Long.parseLong(
                sandbox.get("/v3/jobs").header("X-RateLimit-Reset").orElseThrow());
        assertThat(edge % 7).isZero();
        assertThat(Instant.ofEpochSecond(edge)).isBetween(InProcessSandbox.NOW, InProcessSandbox.NOW.plusSeconds(7));
    }

    @Test
    void aDayPassesAtOnceByAClockThatIsShared() {
        sandbox.acme.rateLimit(2);
        List<Integer> statuses = new ArrayList<>();
        for (Duration passed = Duration.ZERO; passed.toHours() < 24; passed = passed.plusMinutes(10)) {
            Response answer = sandbox.get("/v3/jobs");
            if (answer.status() == 401) { // a token lasts an hour of this clock
                sandbox.forgetToken();
                answer = sandbox.get("/v3/jobs");
            }
            statuses.add(answer.status());
            sandbox.clock.forward(Duration.ofMinutes(10));
        }
        assertThat(statuses).hasSize(144).containsOnly(200);
        assertThat(sandbox.simulator.calls().count("POST", "/token")).isEqualTo(24);
        assertThat(sandbox.get("/v3/jobs")
                        .header("Date")
                        .orElse(sandbox.mint().header("Date").orElseThrow()))
                .startsWith("Wed, 25 Nov 2026 12:00:07");
    }

    @Test
    void aClockInAnotherZoneIsTheSameClock() {
        var elsewhere = sandbox.clock.withZone(ZoneId.of("Europe/Oslo"));
        sandbox.clock.set(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(elsewhere.instant()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(elsewhere.getZone().getId()).isEqualTo("Europe/Oslo");
    }
}
