package com.rocketmat.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The budget against a small model of Greenhouse's fixed window, in virtual time, with a clock that is half a second wrong. */
class RateBudgetPropertiesTest {

    private static final int WINDOW = 30;
    private static final int WINDOWS = 6;
    /** As the schedule has it: how long after the edge a tenant is due. */
    private static final Duration BEHIND_THE_EDGE = Duration.ofMillis(600);

    @Property(tries = 300)
    void every_window_is_used_to_its_limit_and_never_beyond(
            @ForAll @IntRange(min = 41, max = 200) int limit,
            @ForAll @IntRange(min = -500, max = 500) int skewMillis,
            @ForAll @IntRange(min = 5, max = 120) int latencyMillis,
            @ForAll @IntRange(min = 0, max = 29_999) int startMillis,
            @ForAll long seed) {
        Greenhouse greenhouse = new Greenhouse(limit);

        run(greenhouse, RateBudget.v3(), skewMillis, latencyMillis, startMillis, seed);

        assertThat(greenhouse.refused).as("calls beyond the limit").isZero();
        assertThat(greenhouse.whole().values())
                .hasSize(WINDOWS - 2)
                .allSatisfy(used -> assertThat(used).isGreaterThanOrEqualTo((int) Math.ceil(limit * 0.98)));
    }

    @Property(tries = 300)
    void a_limit_that_changes_from_window_to_window_is_never_exceeded(
            @ForAll @IntRange(min = 41, max = 200) int limit,
            @ForAll @IntRange(min = 10, max = 200) int later,
            @ForAll @IntRange(min = -500, max = 500) int skewMillis,
            @ForAll @IntRange(min = 0, max = 29_999) int startMillis,
            @ForAll long seed) {
        Greenhouse greenhouse = new Greenhouse(limit);
        greenhouse.later = later;

        run(greenhouse, RateBudget.v3(), skewMillis, 40, startMillis, seed);

        // a window whose limit has shrunk says so with its first answer
        assertThat(greenhouse.refused).isZero();
    }

    @Property(tries = 200)
    void replicas_that_take_turns_keep_to_one_limit(
            @ForAll @IntRange(min = 41, max = 200) int limit,
            @ForAll @IntRange(min = 5, max = 120) int latencyMillis,
            @ForAll @IntRange(min = 0, max = 29_999) int startMillis,
            @ForAll long seed) {
        Greenhouse greenhouse = new Greenhouse(limit);
        Random random = new Random(seed);
        RateBudget[] replicas = {RateBudget.v3(), RateBudget.v3(), RateBudget.v3()};
        RateBudget.Snapshot stored = replicas[0].snapshot();
        Instant now = start(startMillis);
        while (now.isBefore(greenhouse.end())) {
            RateBudget budget = replicas[random.nextInt(replicas.length)];
            budget.restore(stored);
            for (int call = random.nextInt(20); call >= 0; call--) {
                Optional<Instant> until = budget.take(now);
                if (until.isPresent()) {
                    now = until.get().plus(BEHIND_THE_EDGE);
                    break;
                }
                AnswerHeaders answer = greenhouse.call(now.plusMillis(latencyMillis / 2));
                now = now.plusMillis(latencyMillis);
                budget.observe(answer, now);
            }
            stored = budget.snapshot();
        }

        assertThat(greenhouse.refused).isZero();
        assertThat(greenhouse.whole().values())
                .allSatisfy(used -> assertThat(used).isGreaterThanOrEqualTo((int) Math.ceil(limit * 0.98)));
    }

    @Property(tries = 300)
    void a_refusal_is_never_answered_with_another_call_before_its_time(
            @ForAll @IntRange(min = 1, max = 120) int retryAfter,
            @ForAll @IntRange(min = 0, max = 200_000) int laterMillis) {
        RateBudget budget = RateBudget.v3();
        Instant refusal = start(7_000);
        budget.observe(Answers.refused(refusal, String.valueOf(retryAfter)), refusal);

        Optional<Instant> until = budget.take(refusal.plusMillis(laterMillis));

        assertThat(until.isPresent()).isEqualTo(laterMillis < retryAfter * 1000L);
    }

    private static void run(
            Greenhouse greenhouse, RateBudget budget, int skewMillis, int latencyMillis, int startMillis, long seed) {
        Random random = new Random(seed);
        Instant now = start(startMillis);
        while (now.isBefore(greenhouse.end())) {
            Instant believed = now.plusMillis(skewMillis);
            Optional<Instant> until = budget.take(believed);
            if (until.isPresent()) {
                assertThat(until.get()).isAfter(believed);
                now = until.get().plus(BEHIND_THE_EDGE).minusMillis(skewMillis);
                continue;
            }
            int latency = 1 + random.nextInt(latencyMillis);
            AnswerHeaders answer = greenhouse.call(now.plusMillis(latency / 2));
            now = now.plusMillis(latency);
            budget.observe(answer, now.plusMillis(skewMillis));
        }
    }

    private static Instant start(int millis) {
        return Greenhouse.START.plusMillis(millis);
    }

    /** Counts calls in windows on the wall clock, as one real tenant's did. */
    private static final class Greenhouse {

        private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");

        private final int limit;
        private final Map<Long, Integer> used = new TreeMap<>();
        private int later;
        private int refused;

        Greenhouse(int limit) {
            this.limit = limit;
            this.later = limit;
        }

        AnswerHeaders call(Instant now) {
            long window = now.getEpochSecond() / WINDOW;
            int present = (window - START.getEpochSecond() / WINDOW) % 2 == 0 ? limit : later;
            if (used.getOrDefault(window, 0) >= present) {
                refused++;
                return Answers.refused(now, String.valueOf((window + 1) * WINDOW - now.getEpochSecond()));
            }
            int count = used.merge(window, 1, Integer::sum);
            return Answers.rated(now, present, present - count);
        }

        Instant end() {
            return START.plusSeconds((long) WINDOW * WINDOWS);
        }

        /** Use of the windows between the first and the last, which the run covers in part. */
        Map<Long, Integer> whole() {
            long first = START.getEpochSecond() / WINDOW;
            Map<Long, Integer> whole = new TreeMap<>(used);
            whole.keySet().removeIf(window -> window <= first || window >= first + WINDOWS - 1);
            return whole;
        }
    }
}
