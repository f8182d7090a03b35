package com.rocketmat.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InFlightTest {

    private final List<Integer> done = new ArrayList<>();
    private int settled;

    @Test
    void every_call_is_made_once_and_told_to_the_caller() {
        Thread caller = Thread.currentThread();

        InFlight.each(
                numbers(50),
                () -> true,
                n -> n * n,
                (n, square) -> {
                    assertThat(Thread.currentThread()).isSameAs(caller);
                    assertThat(square).isEqualTo(n * n);
                    done.add(n);
                },
                this::settle);

        assertThat(done).containsExactlyInAnyOrderElementsOf(numbers(50));
    }

    @Test
    void a_few_are_in_flight_at_once_and_never_more() {
        CountDownLatch together = new CountDownLatch(InFlight.AT_ONCE);
        AtomicInteger flying = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        InFlight.each(
                numbers(20),
                () -> true,
                n -> {
                    most.accumulateAndGet(flying.incrementAndGet(), Math::max);
                    together.countDown();
                    boolean met = met(together);
                    flying.decrementAndGet();
                    return met;
                },
                (_, met) -> assertThat(met).isTrue(),
                this::settle);

        assertThat(most).hasValue(InFlight.AT_ONCE);
    }

    @Test
    void none_is_started_once_the_caller_wants_to_stop() {
        InFlight.each(numbers(50), () -> done.size() < 10, n -> n, (n, _) -> done.add(n), this::settle);

        assertThat(done.size()).isBetween(10, 10 + InFlight.AT_ONCE);
    }

    @Test
    void after_a_failure_those_in_flight_are_told_and_no_more_started() {
        AtomicInteger started = new AtomicInteger();
        CountDownLatch failed = new CountDownLatch(1);

        assertThatThrownBy(() -> InFlight.each(
                        numbers(50),
                        () -> true,
                        n -> {
                            started.incrementAndGet();
                            if (n == 0) {
                                failed.countDown();
                                throw new IllegalStateException("the first");
                            }
                            met(failed);
                            return n;
                        },
                        (n, _) -> done.add(n),
                        this::settle))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the first");

        assertThat(started.get()).isLessThanOrEqualTo(2 * InFlight.AT_ONCE);
        assertThat(done).hasSize(started.get() - 1).doesNotContain(0);
        assertThat(settled).as("what was done before the failure is settled").isEqualTo(done.size());
    }

    @Test
    void what_was_told_is_settled_and_never_more_at_once_than_were_in_flight() {
        List<Integer> groups = new ArrayList<>();

        InFlight.each(numbers(50), () -> true, n -> n, (n, _) -> done.add(n), () -> {
            groups.add(done.size() - settled);
            settle();
        });

        assertThat(groups).allMatch(group -> group <= InFlight.AT_ONCE);
        assertThat(settled).isEqualTo(50);
    }

    private void settle() {
        settled = done.size();
    }

    private static boolean met(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
