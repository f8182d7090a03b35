package com.rocketmat.sandbox.greenhouse.v3;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.fault.Call;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class V3RateTest {

    @AutoClose
    private final InProcessSandbox sandbox = new InProcessSandbox();

    @Test
    void theWindowEndsOnTheWallClockAlthoughResetSaysLater() {
        Response first = sandbox.get("/v3/jobs");
        assertThat(first.header("X-RateLimit-Remaining")).contains("149");
        assertThat(Long.parseLong(first.header("X-RateLimit-Reset").orElseThrow()))
                .isEqualTo(InProcessSandbox.NOW.getEpochSecond() + 30);
        sandbox.clock.forward(Duration.ofMillis(22_749));
        assertThat(sandbox.get("/v3/jobs").header("X-RateLimit-Remaining")).contains("148");
        sandbox.clock.forward(Duration.ofMillis(1));
        assertThat(sandbox.get("/v3/jobs").header("X-RateLimit-Remaining")).contains("149");
    }

    @Test
    void oneCallTooManyIsToldWhenToComeBack() {
        sandbox.acme.rateLimit(2);
        sandbox.get("/v3/jobs");
        sandbox.get("/v3/jobs");
        Response refused = sandbox.get("/v3/jobs");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).contains("23");
        assertThat(refused.header("X-RateLimit-Remaining")).contains("0");
        sandbox.clock.forward(Duration.ofSeconds(23));
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(200);
    }

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
    void organisationsHaveRowsAndLimitsOfTheirOwn() {
        Organisation other = Organisation.empty("other", InProcessSandbox.NOW);
        other.addJob("Theirs");
        sandbox.simulator.add(other);
        sandbox.acme.rateLimit(1);
        sandbox.get("/v3/jobs");
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(429);
        String theirs = InProcessSandbox.json(
                        sandbox.mint(other.clientId(), other.clientSecret(), "grant_type=client_credentials"))
                .path("access_token")
                .asText();
        Response jobs = sandbox.send("GET", "/v3/jobs", Map.of("Authorization", "Bearer " + theirs), "");
        assertThat(jobs.text()).contains("Theirs");
        assertThat(sandbox.simulator.calls().of("other")).extracting(Call::path).containsExactly("/token", "/v3/jobs");
    }

    @Test
    void theDateIsTheSimulatorsAndMayBeSkewed() {
        assertThat(sandbox.get("/v3/jobs").header("Date")).contains("Tue, 24 Nov 2026 12:00:07 GMT");
        sandbox.switches().clockSkew = Duration.ofMinutes(-2);
        assertThat(sandbox.get("/v3/jobs").header("Date")).contains("Tue, 24 Nov 2026 11:58:07 GMT");
    }

    @Test
    void resetMayBeTheEdgeOrMissing() {
        sandbox.switches().resetHeader = Switches.ResetHeader.WINDOW_EDGE;
        assertThat(Long.parseLong(sandbox.get("/v3/jobs")
                                .header("X-RateLimit-Reset")
                                .orElseThrow())
                        % 30)
                .isZero();
        sandbox.switches().rateLimitHeaders = false;
        assertThat(sandbox.get("/v3/jobs").header("X-RateLimit-Limit")).isEmpty();
    }
}
