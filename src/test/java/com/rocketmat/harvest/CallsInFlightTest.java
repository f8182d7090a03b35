package com.rocketmat.harvest;

import static com.rocketmat.harvest.Answers.rated;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.call.RateBudget;
import com.rocketmat.harvest.call.RateBudget.Turn;
import java.time.Duration;
import java.time.Instant;
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
    void inWhateverOrderTheyAreAnsweredFourCallsAreSpent(int a, int b, int c, int d) {
        Turn.Call[] calls = {call("10:00:06"), call("10:00:06"), call("10:00:06"), call("10:00:06")};

        for (int call : new int[] {a, b, c, d}) {
            answered(calls[call], "10:00:07", 150, 103 - call);
        }

        assertThat(callsAt("10:00:08")).isEqualTo(100);
    }

    @Test
    void aCallInFlightIsSpentAlthoughTheAnswersDoNotKnowOfIt() {
        Turn.Call one = call("10:00:06");
        call("10:00:06");
        call("10:00:06");

        answered(one, "10:00:07", 150, 103);

        assertThat(callsAt("10:00:08")).isEqualTo(101);
    }

    @Test
    void othersCallsShowThroughThoseInFlight() {
        Turn.Call one = call("10:00:06");
        Turn.Call two = call("10:00:06");
        call("10:00:06");

        answered(two, "10:00:07", 150, 60);
        answered(one, "10:00:07", 150, 61);

        assertThat(callsAt("10:00:08")).isEqualTo(59);
    }

    @Test
    void aLimitThatGrowsInTheWindowIsUsedAtOnce() {
        Turn.Call one = call("10:00:06");
        Turn.Call two = call("10:00:06");

        answered(two, "10:00:07", 250, 202);

        assertThat(budget.snapshot().remaining()).isEqualTo(202);
        answered(one, "10:00:07", 250, 203);
        assertThat(callsAt("10:00:08")).isEqualTo(202);
        assertThat(callsAt("10:00:31")).isEqualTo(250);
    }

    @Test
    void anOlderAnswerDoesNotBringALimitBackThatHasShrunk() {
        Turn.Call one = call("10:00:06");
        Turn.Call two = call("10:00:06");

        answered(two, "10:00:07", 60, 12);
        answered(one, "10:00:07", 150, 103);

        assertThat(callsAt("10:00:08")).isEqualTo(12);
        assertThat(callsAt("10:00:31")).isEqualTo(60);
    }

    @Test
    void aCallThatWasCountedBeforeTheEdgeSaysNothingOfTheWindowInWhichItIsAnswered() {
        Turn.Call slow = call("10:00:29.6");
        Turn.Call next = call("10:00:31");

        answered(slow, "10:00:31", 150, 103);
        answered(next, "10:00:32", 150, 149);
        assertThat(budget.snapshot().remaining()).isEqualTo(148);

        answered(call("10:00:33"), "10:00:33", 150, 148);
        assertThat(callsAt("10:00:34")).as("the slow one is given back").isEqualTo(148);
    }

    @Test
    void callsOverTheEdgeAreSpentInTheNewWindowUntilGreenhouseSaysOtherwise() {
        Turn.Call slow = call("10:00:29.9");
        Turn.Call early = call("10:00:30.1");
        answered(early, "10:00:30.3", 150, 149);

        assertThat(budget.take(at("10:00:31"))).isInstanceOf(Turn.Call.class);
        assertThat(budget.snapshot().remaining()).isEqualTo(147);

        answered(slow, "10:00:31", 150, 148);
        assertThat(budget.snapshot().remaining()).isEqualTo(147);
    }

    @Test
    void aCounterThatRefillsWhereNoEdgeWasExpectedIsBelieved() {
        answered(call("10:00:10"), "10:00:10", 150, 2);

        answered(call("10:00:12"), "10:00:12", 150, 149);

        assertThat(callsAt("10:00:13")).isEqualTo(149);
    }

    @Test
    void callsThatAreNeverAnsweredAreSpentOnce() {
        call("10:00:06");
        call("10:00:06");
        budget.abandon();
        budget.abandon();

        answered(call("10:00:07"), "10:00:07", 150, 101);

        assertThat(callsAt("10:00:08")).isEqualTo(101);
        assertThat(callsAt("10:00:31")).as("nothing is in flight for ever").isEqualTo(150);
    }

    @Test
    void anotherReplicasLaterWindowReplacesThisOnes() {
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
