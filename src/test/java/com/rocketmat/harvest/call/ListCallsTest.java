package com.rocketmat.harvest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class ListCallsTest {

    private final AtomicLong nanoTime = new AtomicLong();

    @Test
    void oneFailureDoesNotShrinkThePages() {
        IntSupplier rows = ListCalls.rows(500, nanoTime::get);

        assertThat(new int[] {rows.getAsInt(), rows.getAsInt(), rows.getAsInt()})
                .containsExactly(500, 500, 100);
    }

    @Test
    void aSlowFirstPageShrinksThePages() {
        IntSupplier rows = ListCalls.rows(500, nanoTime::get);
        assertThat(rows.getAsInt()).isEqualTo(500);

        nanoTime.addAndGet(Duration.ofSeconds(3).toNanos());

        assertThat(rows.getAsInt()).isEqualTo(100);
    }

    @Test
    void theTimeThatATokenTakesIsNotThePages() {
        IntSupplier rows = ListCalls.rows(500, nanoTime::get);
        nanoTime.addAndGet(Duration.ofSeconds(3).toNanos());

        assertThat(rows.getAsInt()).isEqualTo(500);

        nanoTime.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(rows.getAsInt()).isEqualTo(100);
    }
}
