package com.rocketmat.sandbox.greenhouse.v3;

import static com.rocketmat.sandbox.greenhouse.InProcessSandbox.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class V3RateTest {

    @AutoClose
    private final InProcessSandbox sandbox = new InProcessSandbox();

    @Test
    void aFiveSecondWindowShowsInTheHeaders() {
        sandbox.switches().rates.v3Window = Duration.ofSeconds(5);
        sandbox.acme.rateLimit(1);
        Response first = sandbox.get("/v3/jobs");
        assertThat(first.header("X-RateLimit-Reset")).contains(Long.toString(NOW.getEpochSecond() + 5));
        Response refused = sandbox.get("/v3/jobs");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).as("from :07 to :10").contains("3");
        sandbox.clock.forward(Duration.ofMillis(2_750));
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(200);
    }

    @Test
    void theDateIsTheSimulators() {
        assertThat(sandbox.get("/v3/jobs").header("Date")).contains("Tue, 24 Nov 2026 12:00:07 GMT");
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
