package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void a401MayComeOnceOrAlways() {
        faults.on(Match.get("/v3/jobs")).answer(Fault.unauthorised());
        assertThat(Stream.of(1, 2).map(_ -> status())).containsExactly(401, 200);
        faults.on(Match.get("/v3/jobs")).always().answer(Fault.unauthorised());
        assertThat(Stream.of(1, 2, 3).map(_ -> status())).containsOnly(401);
    }

    @Test
    void a429MaySayHowLongToWaitWhateverTheWindowIs() {
        faults.on(Match.get("/v3/jobs")).answer(new Fault.RateLimited(7));
        Response refused = sandbox.get("/v3/jobs");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).contains("7");
        assertThat(refused.header("X-RateLimit-Remaining")).contains("0");
        faults.on(Match.get("/v1/jobs")).answer(new Fault.RateLimited(7));
        assertThat(sandbox.v1("jobs").header("X-RateLimit-Reset"))
                .as("v1 says when, and on a 429 only")
                .contains(Long.toString(InProcessSandbox.NOW.getEpochSecond() + 7));
        faults.on(Match.get("/v3/jobs")).answer(new Fault.RateLimited());
        assertThat(sandbox.get("/v3/jobs").headers())
                .containsKey("X-RateLimit-Limit")
                .doesNotContainKey("Retry-After");
    }

    @Test
    void aPageMayComeTwice() {
        faults.on(Match.get("/v3/applications").query("cursor=")).answer(new Fault.RepeatPage());
        Response first = sandbox.get("/v3/applications?per_page=1");
        Response second = sandbox.get(InProcessSandbox.next(first));
        Response again = sandbox.get(InProcessSandbox.next(second));
        assertThat(List.of(first, second, again))
                .extracting(InProcessSandbox::ids)
                .containsExactly(List.of(newer), List.of(older), List.of(older));
        assertThat(InProcessSandbox.next(again)).isEmpty();
    }

    @Test
    void aPageMayRepeatTheLastRowOfThePageBefore() {
        faults.on(Match.get("/v3/applications").query("cursor=")).answer(new Fault.DuplicateRowOfPreviousPage());
        String next = InProcessSandbox.next(sandbox.get("/v3/applications?per_page=1"));
        assertThat(InProcessSandbox.ids(sandbox.get(next))).containsExactly(newer, older);
    }

    @Test
    void aFirstPageMayComeForEver() {
        faults.on(Match.get("/v3/applications")).always().answer(new Fault.RepeatPage());
        Response page = sandbox.get("/v3/applications?per_page=1");
        for (int i = 0; i < 5; i++) {
            page = sandbox.get(InProcessSandbox.next(page));
            assertThat(InProcessSandbox.ids(page)).containsExactly(newer);
        }
    }

    @Test
    void namesOfHeadersMayBeInSmallLetters() {
        faults.on(Match.get("/v3/applications")).answer(new Fault.LowerCaseHeaders());
        assertThat(sandbox.get("/v3/applications?per_page=1").headers())
                .containsKeys("link", "x-ratelimit-remaining", "date")
                .doesNotContainKeys("Link", "X-RateLimit-Remaining", "Date");
    }

    @Test
    void theResetTimeMayBeInThePast() {
        faults.on(Match.get("/v3/jobs")).answer(new Fault.ResetShifted(Duration.ofMinutes(-5)));
        assertThat(reset(sandbox.get("/v3/jobs"))).isEqualTo(InProcessSandbox.NOW.getEpochSecond() + 30 - 300);
        sandbox.switches().rateLimitHeaders = false;
        faults.on(Match.get("/v3/jobs")).answer(new Fault.ResetShifted(Duration.ofMinutes(-5)));
        assertThat(sandbox.get("/v3/jobs").header("X-RateLimit-Reset")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-5, 5})
    void aServerMayBeFiveMinutesOffInEverything(long minutes) throws IOException {
        Duration skew = Duration.ofMinutes(minutes);
        Organisation other = Organisation.empty("other", InProcessSandbox.NOW);
        try (GreenhouseSimulator skewed =
                GreenhouseSimulator.inProcess(List.of(other), Clock.offset(sandbox.clock, skew))) {
            Response minted = skewed.answer(
                    "POST",
                    skewed.tokenUrl(),
                    Map.of(
                            "Authorization",
                            InProcessSandbox.basic(other.clientId(), other.clientSecret()),
                            "Content-Type",
                            "application/x-www-form-urlencoded"),
                    "grant_type=client_credentials".getBytes(StandardCharsets.UTF_8));
            assertThat(InProcessSandbox.json(minted).path("expires_at").asText())
                    .isEqualTo(InProcessSandbox.NOW
                                    .plus(skew)
                                    .plusSeconds(3600)
                                    .toString()
                                    .substring(0, 19) + "Z");
            assertThat(reset(minted))
                    .isEqualTo(InProcessSandbox.NOW.plus(skew).plusSeconds(60).getEpochSecond());
            assertThat(minted.header("Date").orElseThrow()).contains(minutes < 0 ? "11:55:07" : "12:05:07");
        }
    }

    @Test
    void aWriteMayBeVisibleLaterThanItsAnswer() {
        faults.on(Match.patch("/v3/")).answer(new Fault.VisibleLater(Duration.ofSeconds(30)));
        assertThat(InProcessSandbox.json(sandbox.score(newer, "41"))
                        .at("/custom_fields/rocketmat/value")
                        .asInt())
                .isEqualTo(41);
        sandbox.score(older, "42");
        assertThat(listed()).containsExactly("null", "42");
        sandbox.clock.forward(Duration.ofSeconds(30));
        assertThat(listed()).containsExactly("41", "42");
    }

    @Test
    void theAnswerToAWriteThatHappenedMayBeNoJson() {
        sandbox.switches().patchAnswer = Switches.PatchAnswer.NO_CONTENT;
        faults.on(Match.patch("/v3/")).answer(new Fault.InvalidJson());
        Response broken = sandbox.score(newer, "41");
        assertThat(broken.status()).isEqualTo(200);
        assertThat(Json.parse(broken.body())).isEmpty();
        assertThat(sandbox.acme.score(newer, "rocketmat")).isEqualTo(41);
    }

    @Test
    void fivehundredsOfTheNetworkInFrontHaveNoneOfTheApisHeaders() {
        faults.on(Match.get("/v3/jobs")).answer(new Fault.Html(503));
        Response broken = sandbox.get("/v3/jobs");
        assertThat(broken.status()).isEqualTo(503);
        assertThat(broken.headers()).doesNotContainKeys("X-RateLimit-Limit", "X-Request-Id", "Retry-After");
        assertThat(broken.header("Content-Type")).contains("text/html");
    }

    @Test
    void withoutASocketABrokenConnectionIsAnException() {
        faults.on(Match.patch("/v3/"))
                .times(3)
                .answer(new Fault.ApplyThenDrop(), new Fault.Truncate(), new Fault.Drop());
        assertThatThrownBy(() -> sandbox.score(newer, "1")).hasCauseInstanceOf(IOException.class);
        assertThat(sandbox.acme.score(newer, "rocketmat")).isEqualTo(1);
        assertThatThrownBy(() -> sandbox.score(newer, "2")).hasMessageContaining("in the middle of the body");
        assertThat(sandbox.acme.score(newer, "rocketmat")).isEqualTo(2);
        assertThatThrownBy(() -> sandbox.score(newer, "3")).isInstanceOf(UncheckedIOException.class);
        assertThat(sandbox.acme.score(newer, "rocketmat")).isEqualTo(2);
    }

    @Test
    void theSecondHalfOfABodyMayTakeItsTime() throws IOException, InterruptedException {
        try (GreenhouseSimulator sockets = GreenhouseSimulator.start(List.of(), sandbox.clock);
                HttpClient client = HttpClient.newHttpClient()) {
            sockets.faults().on(Match.get("/v3/jobs")).answer(new Fault.Stall(Duration.ofMillis(200)));
            HttpRequest request = HttpRequest.newBuilder(URI.create(sockets.harvestUrl() + "/v3/jobs"))
                    .build();
            long start = System.nanoTime();
            HttpResponse<String> whole = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
            assertThat(whole.body()).endsWith("}");
        }
    }

    private List<String> listed() {
        return InProcessSandbox.json(sandbox.get("/v3/applications")).findValuesAsText("value");
    }

    private int status() {
        return sandbox.get("/v3/jobs").status();
    }

    private static long reset(Response response) {
        return Long.parseLong(response.header("X-RateLimit-Reset").orElseThrow());
    }
}
