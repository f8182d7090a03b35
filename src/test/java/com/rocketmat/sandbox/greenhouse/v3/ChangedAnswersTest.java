package com.rocketmat.sandbox.greenhouse.v3;

import static com.rocketmat.sandbox.greenhouse.InProcessSandbox.NOW;
import static com.rocketmat.sandbox.greenhouse.InProcessSandbox.ids;
import static com.rocketmat.sandbox.greenhouse.InProcessSandbox.json;
import static com.rocketmat.sandbox.greenhouse.InProcessSandbox.next;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Faults;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that differ from the normal one in one detail. */
class ChangedAnswersTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Faults faults = sandbox.simulator.faults();
    private long older;
    private long newer;

    @BeforeEach
    void twoApplications() {
        long job = sandbox.acme.addJob("Analyst");
        long candidate = sandbox.acme.addCandidate("Ada", "Byron");
        older = sandbox.acme.addApplication(candidate, job);
        newer = sandbox.acme.addApplication(candidate, job);
    }

    @Test
    void aPageMayRepeatTheLastRowOfThePageBefore() {
        faults.on(Match.get("/v3/applications").query("cursor=")).answer(new Fault.DuplicateRowOfPreviousPage());
        String next = sandbox.next("/v3/applications?per_page=1");
        assertThat(sandbox.ids(next)).containsExactly(newer, older);
    }

    @Test
    void aPageMayLinkToItself() {
        faults.on(Match.get("/v3/applications")).always().answer(new Fault.RepeatPage());
        Response page = sandbox.get("/v3/applications?per_page=1");
        for (int i = 0; i < 5; i++) {
            page = sandbox.get(next(page));
            assertThat(ids(page)).containsExactly(newer);
        }
    }

    @Test
    void headerNamesMayBeInLowerCase() {
        faults.on(Match.get("/v3/applications")).answer(new Fault.LowerCaseHeaders());
        assertThat(sandbox.get("/v3/applications?per_page=1").headers())
                .containsKeys("link", "x-ratelimit-remaining", "date")
                .doesNotContainKeys("Link", "X-RateLimit-Remaining", "Date");
    }

    @Test
    void theResetTimeMayBeInThePast() {
        faults.on(Match.get("/v3/jobs")).answer(new Fault.ResetShifted(Duration.ofMinutes(-5)));
        assertThat(reset(sandbox.get("/v3/jobs"))).isEqualTo(NOW.getEpochSecond() + 30 - 300);
        sandbox.switches().rateLimitHeaders = false;
        faults.on(Match.get("/v3/jobs")).answer(new Fault.ResetShifted(Duration.ofMinutes(-5)));
        assertThat(sandbox.get("/v3/jobs").header("X-RateLimit-Reset")).isEmpty();
    }

    @Test
    void aWriteMayBecomeVisibleAfterItsAnswer() {
        faults.on(Match.patch("/v3/")).answer(new Fault.VisibleLater(Duration.ofSeconds(30)));
        assertThat(json(sandbox.score(newer, "41"))
                        .at("/custom_fields/rocketmat/value")
                        .asInt())
                .isEqualTo(41);
        sandbox.score(older, "42");
        assertThat(listed()).containsExactly("null", "42");
        sandbox.clock.forward(Duration.ofSeconds(30));
        assertThat(listed()).containsExactly("41", "42");
    }

    @Test
    void aSuccessfulWriteMayBeAnsweredWithInvalidJson() {
        sandbox.switches().patchAnswer = Switches.PatchAnswer.NO_CONTENT;
        faults.on(Match.patch("/v3/")).answer(new Fault.InvalidJson());
        Response broken = sandbox.score(newer, "41");
        assertThat(broken.status()).isEqualTo(200);
        assertThat(Json.parse(broken.body())).isEmpty();
        assertThat(sandbox.acme.score(newer, "rocketmat")).isEqualTo(41);
    }

    @Test
    void anErrorOfTheCdnHasNoneOfTheApisHeaders() {
        faults.on(Match.get("/v3/jobs")).answer(new Fault.Html(503));
        Response broken = sandbox.get("/v3/jobs");
        assertThat(broken.status()).isEqualTo(503);
        assertThat(broken.headers()).doesNotContainKeys("X-RateLimit-Limit", "X-Request-Id", "Retry-After");
        assertThat(broken.header("Content-Type")).contains("text/html");
    }

    @Test
    void theSecondHalfOfABodyMayBeDelayed() throws IOException, InterruptedException {
        try (GreenhouseSimulator sockets = GreenhouseSimulator.start(List.of(), sandbox.clock);
                HttpClient client = HttpClient.newHttpClient()) {
            sockets.on(Match.get("/v3/jobs")).answer(new Fault.Stall(Duration.ofMillis(200)));
            HttpRequest request = HttpRequest.newBuilder(URI.create(sockets.harvestUrl() + "/v3/jobs"))
                    .build();
            long start = System.nanoTime();
            HttpResponse<String> whole = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
            assertThat(whole.body()).endsWith("}");
        }
    }

    private List<String> listed() {
        return sandbox.rows("/v3/applications").findValuesAsText("value");
    }

    private static long reset(Response response) {
        return Long.parseLong(response.header("X-RateLimit-Reset").orElseThrow());
    }
}
