package com.rocketmat.harvest.call;

import static com.rocketmat.harvest.Answers.headers;
import static com.rocketmat.harvest.Answers.rated;
import static com.rocketmat.harvest.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.RateWindow;
import com.rocketmat.harvest.call.RateBudget.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateBudgetTest {

    private final RateBudget budget = RateBudget.v3();

    @Test
    void before_the_first_answer_there_are_forty_calls() {
        assertThat(callsAt("10:00:07")).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({
        "10:00:00,10:00:30",
        "10:00:07.123,10:00:30",
        "10:00:29.999,10:00:30",
        "10:00:30,10:01:00",
        "23:59:59,2026-11-25T00:00:00Z"
    })
    void a_used_up_window_ends_at_the_next_half_minute(String now, String edge) {
        callsAt(now);

        assertThat(take(now)).contains(at(edge));
    }

    @Test
    void the_next_window_is_whole_again() {
        callsAt("10:00:07");

        assertThat(callsAt("10:00:31")).isEqualTo(40);
        assertThat(callsAt("10:01:59")).isEqualTo(40);
    }

    @Test
    void a_used_up_window_is_waited_for_a_little_longer_than_to_its_edge_lest_this_clock_be_ahead() {
        callsAt("10:00:07");

        assertThat(take("10:00:30.1"))
                .hasValueSatisfying(until -> assertThat(until).isBetween(at("10:00:30.1"), at("10:00:31")));
    }

    @Test
    void the_limit_and_what_remains_are_as_the_answer_says() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));

        assertThat(callsAt("10:00:08")).isEqualTo(149);
        assertThat(callsAt("10:00:31")).isEqualTo(150);
    }

    @Test
    void whoever_is_no_run_leaves_half_of_the_window_and_comes_again_at_its_edge() {
        answered("10:00:07", rated(at("10:00:07"), 150, 76));
        assertThat(budget.restUntil(at("10:00:08"))).isEmpty();

        answered("10:00:09", rated(at("10:00:09"), 150, 75));

        assertThat(budget.restUntil(at("10:00:10"))).contains(at("10:00:30").plusMillis(500));
        assertThat(budget.restUntil(at("10:00:31"))).isEmpty();
        assertThat(callsAt("10:00:31")).as("a run may have it all").isEqualTo(150);
        assertThat(budget.restUntil(at("10:00:32"))).isPresent();
    }

    @Test
    void others_calls_on_the_same_credential_count_too() {
        answered("10:00:07", rated(at("10:00:07"), 150, 12));

        assertThat(callsAt("10:00:08")).isEqualTo(12);
    }

    @Test
    void a_limit_that_shrinks_in_the_middle_of_a_run_is_obeyed() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:08", rated(at("10:00:08"), 50, 48));

        assertThat(callsAt("10:00:09")).isEqualTo(48);
        assertThat(callsAt("10:00:31")).isEqualTo(50);
    }

    @Test
    void an_answer_that_claims_more_left_than_the_limit_is_cut_to_it() {
        answered("10:00:07", rated(at("10:00:07"), 50, 500));

        assertThat(callsAt("10:00:08")).isEqualTo(50);
    }

    @Test
    void a_limit_of_nothing_still_lets_one_call_a_window_find_out() {
        answered("10:00:07", rated(at("10:00:07"), 0, 0));

        assertThat(callsAt("10:00:08")).isZero();
        assertThat(callsAt("10:00:31")).isEqualTo(1);
    }

    @Test
    void an_error_without_headers_costs_its_call_and_nothing_else() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:08", headers(Map.of()));
        answered("10:00:08", headers(Map.of("X-RateLimit-Limit", "0")));
        answered("10:00:08", headers(Map.of("X-RateLimit-Remaining", "0")));

        assertThat(callsAt("10:00:09")).isEqualTo(146);
        assertThat(take("10:00:09")).contains(at("10:00:30"));
        assertThat(callsAt("10:00:31")).isEqualTo(150);
    }

    @Test
    void errors_that_greenhouse_did_not_count_are_given_back_by_the_next_answer() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:08", headers(Map.of()));
        answered("10:00:08", headers(Map.of()));
        answered("10:00:09", rated(at("10:00:09"), 150, 148));

        assertThat(callsAt("10:00:10")).isEqualTo(148);
    }

    @Test
    void retry_after_counts_more_than_what_remains() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:08", refused(at("10:00:08"), "12"));

        assertThat(take("10:00:08")).contains(at("10:00:20"));
        assertThat(take("10:00:19.9")).contains(at("10:00:20"));
        assertThat(take("10:00:20")).isEmpty();
    }

    @Test
    void retry_after_counts_more_than_the_edge_that_was_believed_in() {
        answered(
                "10:00:08",
                headers(Map.of("X-RateLimit-Limit", "150", "X-RateLimit-Remaining", "0", "Retry-After", "3")));

        assertThat(take("10:00:10.9")).contains(at("10:00:11"));
        assertThat(callsAt("10:00:11"))
                .as("a new window, wherever its edges are")
                .isEqualTo(150);
    }

    @Test
    void retry_after_may_be_longer_than_a_window() {
        answered("10:00:08", refused(at("10:00:08"), "90"));

        assertThat(take("10:01:00")).contains(at("10:01:38"));
        assertThat(callsAt("10:01:38")).isEqualTo(40);
    }

    @Test
    void an_answer_to_an_earlier_call_does_not_end_the_wait() {
        Turn.Call earlier = begun("10:00:07.9");
        answered("10:00:08", refused(at("10:00:08"), "12"));
        budget.observe(earlier, rated(at("10:00:08"), 150, 3), at("10:00:08.2"));

        assertThat(take("10:00:09")).contains(at("10:00:20"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"86400", "1795514437", "999999999999"})
    void retry_after_of_more_than_an_hour_is_a_slip(String seconds) {
        answered("10:00:08", refused(at("10:00:08"), seconds));

        assertThat(take("10:00:08")).contains(at("11:00:08"));
    }

    @Test
    void a_reset_in_the_past_says_nothing_of_the_windows_length() {
        answered("10:00:07", rated(at("10:00:07"), 150, 1, at("09:58:00").getEpochSecond()));
        answered("10:00:09", rated(at("10:00:09"), 150, 0, 0));

        assertThat(take("10:00:10")).contains(at("10:00:30"));
        assertThat(budget.snapshot().length()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void windows_of_ten_seconds_are_learned() {
        answered("10:00:07", rated(at("10:00:07"), 50, 0, at("10:00:17").getEpochSecond()));

        assertThat(take("10:00:08")).contains(at("10:00:10"));
    }

    @ParameterizedTest
    @ValueSource(longs = {29, 31})
    void a_reset_that_was_stamped_in_another_second_than_the_date_makes_no_other_window(long seconds) {
        Instant now = at("10:00:07");
        answered("10:00:07", rated(now, 150, 0, now.getEpochSecond() + seconds));

        assertThat(take(budget, now)).contains(at("10:00:30"));
        assertThat(budget.snapshot().length()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_reset_that_tells_the_true_edge_makes_no_shorter_window() {
        answered("10:00:13", rated(at("10:00:13"), 150, 0, at("10:00:30").getEpochSecond()));

        assertThat(take("10:00:14")).contains(at("10:00:30"));
        assertThat(budget.snapshot().length()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void an_answer_of_the_window_before_does_not_use_up_the_new_one() {
        Turn.Call call = begun("10:00:29.9");
        budget.observe(call, rated(at("10:00:29.9"), 150, 0), at("10:00:31.5"));

        assertThat(callsAt("10:00:31.6")).isEqualTo(150);
    }

    @Test
    void a_late_answer_of_the_window_before_does_not_touch_the_new_one() {
        answered("10:00:20", rated(at("10:00:20"), 150, 149));
        Turn.Call call = begun("10:00:29");
        assertThat(callsAt("10:00:31")).isEqualTo(149);

        budget.observe(call, rated(at("10:00:29"), 150, 7), at("10:00:31.5"));

        assertThat(callsAt("10:00:32")).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 300})
    void a_clock_that_was_wrong_until_the_first_answer_does_not_hold_the_budget_up(long seconds) {
        Turn.Call call = (Turn.Call) budget.take(at("10:00:07").plusSeconds(seconds));
        budget.observe(call, rated(at("10:00:07"), 150, 149), at("10:00:07.5"));

        assertThat(callsAt("10:00:08")).isEqualTo(149);
        assertThat(take("10:00:09")).contains(at("10:00:30"));
    }

    @Test
    void a_refusal_without_a_word_of_when_ends_the_window_for_every_caller() {
        answered("10:00:07", rated(at("10:00:07"), 150, 100));

        assertThat(budget.refused(at("10:00:08"))).isEqualTo(at("10:00:38"));
        assertThat(take("10:00:37")).contains(at("10:00:38"));
        assertThat(callsAt("10:00:38")).isEqualTo(150);
    }

    @Test
    void a_refusal_of_a_window_known_to_be_used_up_lasts_until_its_edge() {
        answered("10:00:07", rated(at("10:00:07"), 150, 0));

        assertThat(budget.refused(at("10:00:08"))).isEqualTo(at("10:00:30"));
    }

    @Test
    void a_refusal_lasts_as_long_as_retry_after_says() {
        answered("10:00:08", refused(at("10:00:08"), "12"));

        assertThat(budget.refused(at("10:00:08"))).isEqualTo(at("10:00:20"));
    }

    @Test
    void the_used_share_is_told() {
        assertThat(budget.used(at("10:00:07"))).isZero();
        answered("10:00:07", rated(at("10:00:07"), 150, 30));

        assertThat(budget.used(at("10:00:08"))).isCloseTo(0.8, Assertions.within(1e-9));
        assertThat(budget.used(at("10:00:31"))).isZero();
    }

    @Test
    void another_replica_goes_on_with_what_is_left() {
        answered("10:00:07", rated(at("10:00:07"), 150, 30));
        RateBudget other = RateBudget.v3();
        other.restore(budget.snapshot());

        assertThat(calls(other, "10:00:09")).isEqualTo(30);
        assertThat(take(other, at("10:00:09"))).contains(at("10:00:30"));
        assertThat(calls(other, "10:00:31")).isEqualTo(150);
    }

    @Test
    void another_replica_waits_as_retry_after_says() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:08", refused(at("10:00:08"), "90"));
        RateBudget other = RateBudget.v3();
        other.restore(budget.snapshot());

        assertThat(take(other, at("10:01:31"))).contains(at("10:01:38"));
        assertThat(calls(other, "10:01:39")).isEqualTo(150);
    }

    @Test
    void what_another_replica_left_of_an_earlier_window_is_no_news() {
        answered("10:00:37", rated(at("10:00:37"), 150, 100));
        budget.restore(new RateWindow(50, 0, Duration.ofSeconds(30), at("10:00:30")));

        assertThat(callsAt("10:00:38")).isEqualTo(100);
    }

    @Test
    void of_two_counts_of_one_window_the_smaller_is_right() {
        answered("10:00:07", rated(at("10:00:07"), 150, 100));

        budget.restore(new RateWindow(150, 120, Duration.ofSeconds(30), at("10:00:30")));
        assertThat(budget.snapshot().remaining()).isEqualTo(100);

        budget.restore(new RateWindow(150, 80, Duration.ofSeconds(30), at("10:00:30")));
        assertThat(callsAt("10:00:08")).isEqualTo(80);
    }

    @Test
    void a_snapshot_of_a_window_long_over_keeps_the_limit_only() {
        budget.restore(new RateWindow(150, 0, Duration.ofSeconds(30), at("09:00:00")));

        assertThat(callsAt("10:00:08")).isEqualTo(150);
    }

    /** A call that is answered immediately. */
    private void answered(String now, AnswerHeaders headers) {
        budget.observe(begun(now), headers, at(now));
    }

    private Turn.Call begun(String now) {
        return (Turn.Call) budget.take(at(now));
    }

    /** Makes a call, or returns until when none may be made. */
    private Optional<Instant> take(String now) {
        return take(budget, at(now));
    }

    private static Optional<Instant> take(RateBudget budget, Instant now) {
        return switch (budget.take(now)) {
            case Turn.Call _ -> Optional.empty();
            case Turn.Wait wait -> Optional.of(wait.until());
        };
    }

    private int callsAt(String now) {
        return calls(budget, now);
    }

    /** The number of calls that can be made without an answer. */
    private static int calls(RateBudget budget, String now) {
        int calls = 0;
        while (take(budget, at(now)).isEmpty()) {
            calls++;
        }
        for (int call = 0; call < calls; call++) {
            budget.abandon();
        }
        return calls;
    }

    private static Instant at(String time) {
        return Instant.parse(time.endsWith("Z") ? time : "2026-11-24T" + time + "Z");
    }
}
