package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits are many times what an idle machine needs, and far below what quadratic time would take. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BigListsTest {
    private static final int ROWS = 20_000;
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private final List<Long> jobs = new ArrayList<>();

    @BeforeAll
    void manyApplications() {
        long start = System.nanoTime();
        acme.rateLimit(ROWS);
        IntStream.range(0, 50).forEach(i -> jobs.add(acme.addJob("Job " + i)));
        long candidate = acme.addCandidate("Ada", "Byron");
        IntStream.range(0, ROWS).forEach(i -> acme.addApplication(candidate, jobs.get(i % 50)));
        assertThat(since(start)).as("making rows").isLessThan(Duration.ofSeconds(15));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&fields=id,status,custom_fields",
                "&status=active&updated_at=gte%7C2026-11-24T00:00:00Z%7Clte%7C2026-11-25T00:00:00Z",
                "&job_ids=JOBS"
            })
    void twentyThousandRowsAreReadInFortyPages(String filter) {
        String all = jobs.stream().map(String::valueOf).collect(Collectors.joining(","));
        long start = System.nanoTime();
        List<Long> read = new ArrayList<>();
        int pages = 0;
        for (String next = "/v3/applications?per_page=500" + filter.replace("JOBS", all); !next.isEmpty(); pages++) {
            Response page = sandbox.get(next);
            read.addAll(InProcessSandbox.ids(page));
            next = InProcessSandbox.next(page);
        }
        assertThat(pages).isEqualTo(40);
        assertThat(read).hasSize(ROWS).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(since(start)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aFewRowsOfManyAreFoundWithoutReadingTheOthers() {
        List<Long> some = InProcessSandbox.ids(sandbox.get("/v3/applications?per_page=50"));
        String ids = some.stream().map(String::valueOf).collect(Collectors.joining(","));
        long start = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            assertThat(sandbox.get("/v3/applications?fields=id&ids=" + ids).status())
                    .isEqualTo(200);
        }
        assertThat(since(start)).isLessThan(Duration.ofSeconds(10));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
