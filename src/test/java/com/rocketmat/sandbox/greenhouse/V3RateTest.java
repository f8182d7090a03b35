package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class V3RateTest {

    @AutoClose
    private final Sandbox sandbox = new Sandbox();

    @Test
    void theWindowEndsOnTheWallClockAlthoughResetSaysLater() {
        HttpResponse<String> first = sandbox.get("/v3/jobs");
        assertThat(Sandbox.header(first, "X-RateLimit-Remaining")).isEqualTo("149");
        assertThat(Long.parseLong(Sandbox.header(first, "X-RateLimit-Reset")))
                .isEqualTo(Sandbox.NOW.getEpochSecond() + 30);
        sandbox.clock.forward(Duration.ofMillis(22_749));
        assertThat(Sandbox.header(sandbox.get("/v3/jobs"), "X-RateLimit-Remaining"))
                .isEqualTo("148");
        sandbox.clock.forward(Duration.ofMillis(1));
        assertThat(Sandbox.header(sandbox.get("/v3/jobs"), "X-RateLimit-Remaining"))
                .isEqualTo("149");
    }

    @Test
    void oneCallTooManyIsToldWhenToComeBack() {
        sandbox.acme.rateLimit(2);
        sandbox.get("/v3/jobs");
        sandbox.get("/v3/jobs");
        HttpResponse<String> refused = sandbox.get("/v3/jobs");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Sandbox.header(refused, "Retry-After")).isEqualTo("23");
        assertThat(Sandbox.header(refused, "X-RateLimit-Remaining")).isEqualTo("0");
        sandbox.clock.forward(Duration.ofSeconds(23));
        assertThat(sandbox.get("/v3/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void refusedCallsCountAndANewTokenDoesNotHelp() {
        sandbox.acme.rateLimit(2);
        sandbox.get("/v3/jobs?nonsense=1");
        sandbox.newToken("grant_type=client_credentials");
        assertThat(Sandbox.header(sandbox.get("/v3/jobs"), "X-RateLimit-Remaining"))
                .isEqualTo("0");
    }

    @Test
    void a401HasNoRateHeaders() {
        HttpResponse<String> refused = sandbox.send(sandbox.request("/v3/jobs").header("Authorization", "Bearer junk"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(Sandbox.header(refused, "X-RateLimit-Limit")).isNull();
    }

    @Test
    void organisationsHaveRowsAndLimitsOfTheirOwn() {
        Organisation other = Organisation.empty("other", Sandbox.NOW);
        other.addJob("Theirs");
        try (Sandbox both = new Sandbox(other)) {
            both.acme.rateLimit(1);
            both.get("/v3/jobs");
            assertThat(both.get("/v3/jobs").statusCode()).isEqualTo(429);
            String theirs = Sandbox.json(
                            both.mint(other.clientId(), other.clientSecret(), "grant_type=client_credentials"))
                    .path("access_token")
                    .asText();
            HttpResponse<String> jobs = both.send(both.request("/v3/jobs").header("Authorization", "Bearer " + theirs));
            assertThat(jobs.body()).contains("Theirs");
            assertThat(both.simulator.calls().of("other"))
                    .extracting(Call::path)
                    .containsExactly("/token", "/v3/jobs");
        }
    }

    @Test
    void theDateIsTheSimulatorsAndMayBeSkewed() {
        assertThat(Sandbox.header(sandbox.get("/v3/jobs"), "Date")).isEqualTo("Tue, 24 Nov 2026 12:00:07 GMT");
        sandbox.simulator.switches().clockSkew(Duration.ofMinutes(-2));
        assertThat(Sandbox.header(sandbox.get("/v3/jobs"), "Date")).isEqualTo("Tue, 24 Nov 2026 11:58:07 GMT");
    }

    @Test
    void resetMayBeTheEdgeOrMissing() {
        sandbox.simulator.switches().resetHeader(Switches.ResetHeader.WINDOW_EDGE);
        assertThat(Long.parseLong(Sandbox.header(sandbox.get("/v3/jobs"), "X-RateLimit-Reset")) % 30)
                .isZero();
        sandbox.simulator.switches().rateLimitHeaders(false);
        assertThat(Sandbox.header(sandbox.get("/v3/jobs"), "X-RateLimit-Limit")).isNull();
    }
}
