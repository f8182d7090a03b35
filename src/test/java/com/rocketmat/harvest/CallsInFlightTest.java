package com.rocketmat.harvest;

import static com.rocketmat.harvest.Answers.headers;
import static com.rocketmat.harvest.Answers.rated;
import static com.rocketmat.harvest.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.call.RateBudget;
import com.rocketmat.harvest.call.RateBudget.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Four concurrent calls, whose answers overtake each other. */
class CallsInFlightTest {

    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

    private final RateBudget budget = RateBudget.v3();

    CallsInFlightTest() {
        answered(call("10:00:05"), "10:00:05", 150, 104);
    }

    @ParameterizedTest
    @CsvSource({"0,1,2,3", "3,2,1,0", "1,0,3,2", "2,3,0,1"})
    void in_whatever_order_they_are_answered_four_calls_are_spent(int a, int b, int c, int d) {
        Turn.Call[] calls = {call("10:00:06"), call("10:00:06"), call("10:00:06"), call("10:00:06")};

        for (int call : new int[] {a, b, c, d}) {
            answered(calls[call], "10:00:07", 150, 103 - call);
        }

        assertThat(callsAt("10:00:08")).isEqualTo(100);
    }

    @Test
    void a_call_in_flight_is_spent_although_the_answers_do_not_know_of_it() {
        Turn.Call one = call("10:00:06");
        call("10:00:06");
        call("10:00:06");

        answered(one, "10:00:07", 150, 103);

        assertThat(callsAt("10:00:08")).isEqualTo(101);
    }

    @Test
    void others_calls_show_through_those_in_flight() {
        Turn.Call one = call("10:00:06");
        Turn.Call two = call("10:00:06");
        call("10:00:06");

        answered(two, "10:00:07", 150, 60);
        answered(one, "10:00:07", 150, 61);

        assertThat(callsAt("10:00:08")).isEqualTo(59);
    }

    @Test
    void a_limit_that_grows_in_the_window_is_used_at_once() {
        Turn.Call one = call("10:00:06");
        Turn.Call two = call("10:00:06");

        answered(two, "10:00:07", 250, 202);

        assertThat(budget.snapshot().remaining()).isEqualTo(202);
        answered(one, "10:00:07", 250, 203);
        assertThat(callsAt("10:00:08")).isEqualTo(202);
        assertThat(callsAt("10:00:31")).isEqualTo(250);
    }

    @Test
    void an_older_answer_does_not_bring_a_limit_back_that_has_shrunk() {
        Turn.Call one = call("10:00:06");
        Turn.Call two = call("10:00:06");

        answered(two, "10:00:07", 60, 12);
        answered(one, "10:00:07", 150, 103);

        assertThat(callsAt("10:00:08")).isEqualTo(12);
        assertThat(callsAt("10:00:31")).isEqualTo(60);
    }

    @Test
    void a_call_that_was_counted_before_the_edge_says_nothing_of_the_window_in_which_it_is_answered() {
        Turn.Call slow = call("10:00:29.6");
        Turn.Call next = call("10:00:31");

        answered(slow, "10:00:31", 150, 103);
        answered(next, "10:00:32", 150, 149);
        assertThat(budget.snapshot().remaining()).isEqualTo(148);

        answered(call("10:00:33"), "10:00:33", 150, 148);
        assertThat(callsAt("10:00:34")).as("the slow one is given back").isEqualTo(148);
    }

    @Test
    void calls_over_the_edge_are_spent_in_the_new_window_until_greenhouse_says_otherwise() {
        Turn.Call slow = call("10:00:29.9");
        Turn.Call early = call("10:00:30.1");
        answered(early, "10:00:30.3", 150, 149);

        assertThat(budget.take(at("10:00:31"))).isInstanceOf(Turn.Call.class);
        assertThat(budget.snapshot().remaining()).isEqualTo(147);

        answered(slow, "10:00:31", 150, 148);
        assertThat(budget.snapshot().remaining()).isEqualTo(147);
    }

    @Test
    void a_counter_that_refills_where_no_edge_was_expected_is_believed() {
        answered(call("10:00:10"), "10:00:10", 150, 2);

        answered(call("10:00:12"), "10:00:12", 150, 149);

        assertThat(callsAt("10:00:13")).isEqualTo(149);
    }

    @Test
    void calls_that_are_never_answered_are_spent_once() {
        call("10:00:06");
        call("10:00:06");
        budget.abandon();
        budget.abandon();

        answered(call("10:00:07"), "10:00:07", 150, 101);

        assertThat(callsAt("10:00:08")).isEqualTo(101);
        assertThat(callsAt("10:00:31")).as("nothing is in flight for ever").isEqualTo(150);
    }

    @Test
    void an_error_page_without_headers_ends_its_call() {
        budget.observe(call("10:00:06"), headers(Map.of()), at("10:00:07"));

        assertThat(callsAt("10:00:08")).isEqualTo(103);
        assertThat(callsAt("10:00:31")).isEqualTo(150);
    }

    @Test
    void retry_after_wins_over_answers_that_arrive_later_with_calls_left() {
        Turn.Call one = call("10:00:06");
        Turn.Call two = call("10:00:06");
        budget.observe(two, refused(at("10:00:07"), "40"), at("10:00:07"));

        answered(one, "10:00:07", 150, 103);

        assertThat(budget.take(at("10:00:40"))).isEqualTo(new Turn.Wait(at("10:00:47")));
        assertThat(callsAt("10:00:47")).isEqualTo(150);
    }

    @Test
    void what_another_replica_left_meanwhile_is_not_given_back_by_an_answer_from_before() {
        Turn.Call before = call("10:00:06");
        budget.restore(new RateWindow(150, 20, HALF_A_MINUTE, at("10:00:30")));

        answered(before, "10:00:07", 150, 103);

        assertThat(callsAt("10:00:08")).isEqualTo(20);
    }

    @Test
    void what_another_replica_left_earlier_in_the_window_gives_nothing_back() {
        budget.restore(new RateWindow(150, 140, HALF_A_MINUTE, at("10:00:30")));

        assertThat(callsAt("10:00:08")).isEqualTo(104);
    }

    @Test
    void another_replicas_later_window_replaces_this_ones() {
        call("10:00:06");
        budget.restore(new RateWindow(80, 33, HALF_A_MINUTE, at("10:01:00")));

        assertThat(budget.snapshot().remaining())
                .as("what is in flight here may be counted there")
                .isEqualTo(32);
        answered(call("10:00:40"), "10:00:40", 80, 32);
        assertThat(callsAt("10:00:41")).isEqualTo(31);
    }

    private Turn.Call call(String now) {
        return (Turn.Call) budget.take(at(now));
    }

    private void answered(Turn.Call call, String now, int limit, int left) {
        budget.observe(call, rated(at(now), limit, left), at(now));
    }

    private int callsAt(String now) {
        int calls = 0;
        while (budget.take(at(now)) instanceof Turn.Call) {
            calls++;
        }
        for (int call = 0; call < calls; call++) {
            budget.abandon();
        }
        return calls;
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-24T" + time + "Z");
    }
}
