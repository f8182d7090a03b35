package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The limits are many times what an idle machine needs, and far below what quadratic time would take. */
class BigListsTest {
    private static final int ROWS = 20_000;

    @Test
    void twentyThousandRowsAreReadInFortyPages() {
        long start = System.nanoTime();
        InProcessSandbox sandbox = new InProcessSandbox();
        sandbox.acme.rateLimit(ROWS);
        List<Long> ids = sandbox.applications(ROWS);
        List<Long> read = new ArrayList<>();
        int pages = 0;
        String filter = "&status=active&updated_at=gte%7C2026-11-24T00:00:00Z%7Clte%7C2026-11-25T00:00:00Z";
        for (String next = "/v3/applications?per_page=500" + filter; !next.isEmpty(); pages++) {
            Response page = sandbox.get(next);
            read.addAll(InProcessSandbox.ids(page));
            next = InProcessSandbox.next(page);
        }
        assertThat(pages).isEqualTo(40);
        assertThat(read).isEqualTo(ids);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(45));
    }
}
