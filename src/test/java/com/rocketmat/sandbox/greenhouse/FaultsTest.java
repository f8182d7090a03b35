package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {

    @AutoClose
    private final Sandbox sandbox = new Sandbox();

    private List<Long> ids;

    @BeforeEach
    void applications() {
        ids = sandbox.applications(4);
    }

    @Test
    void anAnswerIsFakedAsOftenAsSaidAndNothingIsChanged() {
        faults().on(Match.patch("/v3/applications")).times(2).answer(new Fault.Status(503, "{}"));
        assertThat(List.of(score(), score(), score())).containsExactly(503, 503, 200);
        assertThat(faults().fired()).isEqualTo(2);
    }

    @Test
    void aWriteMayHaveHappenedAlthoughTheConnectionBroke() {
        faults().on(Match.patch("/v3/")).answer(new Fault.ApplyThenDrop());
        assertThatThrownBy(this::score).isInstanceOf(UncheckedIOException.class);
        assertThat(sandbox.acme.score(ids.getFirst(), "rocketmat")).isEqualTo(1);
        assertThat(sandbox.simulator.calls().all().getLast().status()).isZero();
    }

    @Test
    void aWriteMayHaveHappenedAlthoughTheAnswerIsAnError() {
        faults().on(Match.patch("/v3/")).answer(new Fault.ApplyThenStatus(504));
        assertThat(score()).isEqualTo(504);
        assertThat(sandbox.acme.score(ids.getFirst(), "rocketmat")).isEqualTo(1);
    }

    @Test
    void aDroppedWriteHasNotHappened() {
        faults().on(Match.patch("/v3/")).answer(new Fault.Drop());
        assertThatThrownBy(this::score).isInstanceOf(UncheckedIOException.class);
        assertThat(sandbox.acme.score(ids.getFirst(), "rocketmat")).isNull();
    }

    @Test
    void aTokenIsRevokedInTheMiddleOfARun() {
        faults().on(Match.get("/v3/applications")).after(1).answer(new Fault.RevokeToken());
        assertThat(sandbox.get("/v3/applications").statusCode()).isEqualTo(200);
        assertThat(sandbox.get("/v3/applications").body()).contains("refreshed or revoked");
        assertThat(sandbox.get("/v3/jobs").statusCode()).isEqualTo(401);
    }

    @Test
    void a429MayLackRetryAfter() {
        faults().on(Match.get("/v3/jobs")).answer(new Fault.RateLimited());
        HttpResponse<String> refused = sandbox.get("/v3/jobs");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Sandbox.header(refused, "Retry-After")).isNull();
    }

    @Test
    void anErrorOfTheNetworkInFrontIsHtmlWithoutRateHeaders() {
        faults().on(Match.get("/v3/jobs")).answer(new Fault.Html502());
        HttpResponse<String> broken = sandbox.get("/v3/jobs");
        assertThat(broken.body()).startsWith("<html>");
        assertThat(Sandbox.header(broken, "X-RateLimit-Remaining")).isNull();
    }

    @Test
    void aPageMayRepeatTheLastRowOfThePageBefore() {
        faults().on(Match.get("/v3/applications").query("cursor=")).answer(new Fault.DuplicateRowOfPreviousPage());
        String next = Sandbox.next(sandbox.get("/v3/applications?per_page=2"));
        assertThat(Sandbox.ids(sandbox.get(next))).isEqualTo(ids.subList(1, 4));
    }

    @Test
    void aCursorMayExpire() {
        faults().on(Match.get("/v3/").query("cursor=")).answer(Fault.cursorExpired());
        assertThat(sandbox.get(Sandbox.next(sandbox.get("/v3/applications?per_page=2")))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void aBodyMayEndInTheMiddle() {
        faults().on(Match.get("/v3/jobs")).always().answer(new Fault.Truncate());
        assertThatThrownBy(() -> sandbox.get("/v3/jobs")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void anAnswerMayBeSlow() {
        faults().on(Match.get("/v3/jobs")).answer(new Fault.Delay(Duration.ofMillis(200)));
        long start = System.nanoTime();
        assertThat(sandbox.get("/v3/jobs").statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void randomFaultsAreTheSameForTheSameSeed() {
        List<Integer> first = random(7);
        assertThat(first).contains(200, 500);
        assertThat(random(7)).isEqualTo(first);
    }

    @Test
    void aFaultIsForOneOrganisation() {
        faults().on(Match.any().organisation("other")).answer(Fault.serverError());
        assertThat(sandbox.get("/v3/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void callsAreToldInOrderWithoutCredentials(@TempDir Path folder) throws IOException {
        sandbox.get("/v3/jobs?per_page=5");
        score();
        Path file = folder.resolve("requests.jsonl");
        sandbox.simulator.calls().writeJsonLines(file);
        assertThat(Files.readAllLines(file))
                .hasSize(3)
                .last()
                .asString()
                .contains("\"method\":\"PATCH\"", "\"path\":\"/v3/applications/" + ids.getFirst() + "\"")
                .doesNotContain("Bearer");
        assertThat(sandbox.simulator.calls().count("GET", "/v3/")).isEqualTo(1);
        assertThat(sandbox.simulator.calls().all()).extracting(Call::query).containsExactly("", "per_page=5", "");
    }

    @Test
    void bodiesMayComeInChunks() {
        HttpRequest.BodyPublisher chunked = HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofString("{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":3}]}"));
        sandbox.send(sandbox.request("/v3/applications/" + ids.getFirst())
                .header("Authorization", "Bearer " + sandbox.token())
                .header("Content-Type", "application/json")
                .method("PATCH", chunked));
        assertThat(sandbox.acme.score(ids.getFirst(), "rocketmat")).isEqualTo(3);
    }

    private List<Integer> random(long seed) {
        faults().clear();
        faults().randomly(0.3, seed, Match.get("/v3/jobs"), Fault.serverError());
        return IntStream.range(0, 20)
                .map(_ -> sandbox.get("/v3/jobs").statusCode())
                .boxed()
                .toList();
    }

    private int score() {
        return sandbox.score(ids.getFirst(), "1").statusCode();
    }

    private Faults faults() {
        return sandbox.simulator.faults();
    }
}
