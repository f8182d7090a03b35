package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class V3CursorTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final List<Long> ids = new ArrayList<>();

    @BeforeEach
    void fiveApplications() {
        long job = sandbox.acme.addJob("Analyst");
        long candidate = sandbox.acme.addCandidate("Ada", "Byron");
        for (int i = 0; i < 5; i++) {
            ids.addFirst(sandbox.acme.addApplication(candidate, job));
        }
    }

    @Test
    void theFiltersOfTheFirstPageHoldForTheOthersToo() {
        sandbox.acme.hire(ids.get(1));
        sandbox.acme.hire(ids.get(3));
        Response first = sandbox.get("/v3/applications?per_page=2&status=active&fields=id");
        assertThat(InProcessSandbox.ids(first)).containsExactly(ids.get(0), ids.get(2));
        Response second = sandbox.get(InProcessSandbox.next(first));
        assertThat(second.text()).isEqualTo("[{\"id\":" + ids.get(4) + "}]");
    }

    @Test
    void itsPaddingIsEncodedAndItCanBeFollowedAsItIs() {
        for (int perPage = 1; perPage < 5; perPage++) {
            String next = InProcessSandbox.next(sandbox.get("/v3/applications?per_page=" + perPage));
            assertThat(next).contains("/v3/applications?cursor=").doesNotContain("==", "&");
            assertThat(sandbox.get(next).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"per_page=2", "fields=id", "status=active", "ids=1", "page=2"})
    void nothingMayStandBesideIt(String more) {
        String next = InProcessSandbox.next(sandbox.get("/v3/applications?per_page=2"));
        Response refused = sandbox.get(next + "&" + more);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text())
                .isEqualTo("{\"message\":\"Unprocessable Content\",\"errors\":[\"When passing a cursor, do not include"
                        + " other query params.\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzz", "", "e30%3D", "bnVsbA%3D%3D"})
    void aGarbledOneIsRefused(String cursor) {
        assertThat(sandbox.get("/v3/applications?cursor=" + cursor).status()).isEqualTo(422);
    }

    @Test
    void itMayExpire() {
        sandbox.switches().reads.cursorLifetime = Duration.ofMinutes(10);
        String next = InProcessSandbox.next(sandbox.get("/v3/applications?per_page=2"));
        sandbox.clock.forward(Duration.ofMinutes(10));
        String third = InProcessSandbox.next(sandbox.get(next));
        sandbox.clock.forward(Duration.ofMillis(1));
        assertThat(sandbox.get(next).status()).isEqualTo(422);
        assertThat(sandbox.get(third).status()).as("each page's counts anew").isEqualTo(200);
    }

    @Test
    void itLastsForEverUnlessTold() {
        String next = InProcessSandbox.next(sandbox.get("/v3/applications?per_page=2"));
        sandbox.clock.forward(Duration.ofDays(400));
        sandbox.forgetToken();
        assertThat(sandbox.get(next).status()).isEqualTo(200);
    }

    @Test
    void aHundredRowsAreAPageUnlessTold() {
        long candidate = sandbox.acme.addCandidate("Ada", "Byron");
        long job = sandbox.acme.addJob("Baker");
        for (int i = 0; i < 100; i++) {
            sandbox.acme.addApplication(candidate, job);
        }
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/applications"))).hasSize(100);
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/applications?per_page=500")))
                .hasSize(105);
    }

    @ParameterizedTest
    @CsvSource({"600, number is greater than: 500", "501, number is greater than: 500", "0, number is less than: 1"})
    void aPageHasOneToFiveHundredRows(int perPage, String error) {
        assertThat(sandbox.get("/v3/applications?per_page=" + perPage).text())
                .isEqualTo("{\"message\":\"Unprocessable Content\",\"errors\":[{\"per_page\":\"`" + perPage + "` "
                        + error + "\"}]}");
    }

    @Test
    void everyPageCostsOne() {
        Response first = sandbox.get("/v3/applications?per_page=2");
        Response second = sandbox.get(InProcessSandbox.next(first));
        assertThat(List.of(first, second))
                .extracting(page -> page.header("X-RateLimit-Remaining").orElseThrow())
                .containsExactly("149", "148");
    }

    @Test
    void listsCarryAWeakEtagAndMustBeAskedForAgain() {
        Response page = sandbox.get("/v3/applications");
        assertThat(page.header("Etag").orElseThrow()).matches("W/\"[0-9a-f]{32}\"");
        assertThat(page.header("Cache-Control")).contains("max-age=0, private, must-revalidate");
        assertThat(sandbox.get("/v3/applications").header("Etag")).isEqualTo(page.header("Etag"));
        sandbox.score(ids.getFirst(), "1");
        assertThat(sandbox.get("/v3/applications").header("Etag")).isNotEqualTo(page.header("Etag"));
    }

    @Test
    void someRoutesThatOneMightExpectAreNone() {
        long candidate = sandbox.acme.rows("candidates").getFirst().path("id").longValue();
        for (String path : List.of(
                "candidates/" + candidate,
                "candidates/" + candidate + "/applications",
                "jobs/1",
                "applications/" + ids.getFirst() + "/stages")) {
            Response answer = sandbox.get("/v3/" + path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.text()).isEqualTo("{\"message\":\"Resource not found\"}");
        }
    }
}
