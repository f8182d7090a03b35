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
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateBudgetTest {

    private final RateBudget budget = RateBudget.v3();

    @Test
    void fortyCallsAreAllowedBeforeTheFirstAnswer() {
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
    void aWindowEndsAtTheNextHalfMinute(String now, String edge) {
        callsAt(now);

        assertThat(take(now)).contains(at(edge));
    }

    @Test
    void aUsedUpWindowLastsALittleLongerInCaseTheLocalClockIsAhead() {
        callsAt("10:00:07");

        assertThat(take("10:00:30.1"))
                .hasValueSatisfying(until -> assertThat(until).isBetween(at("10:00:30.1"), at("10:00:31")));
    }

    @Test
    void theLimitAndTheRemainingCallsComeFromTheAnswer() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));

        assertThat(callsAt("10:00:08")).isEqualTo(149);
        assertThat(callsAt("10:00:31")).isEqualTo(150);
    }

    @Test
    void othersLeaveHalfOfTheWindowToRunsAndWaitForItsEnd() {
        // half, and the calls that a step may take
        answered("10:00:07", rated(at("10:00:07"), 150, 91));
        assertThat(budget.restUntil(at("10:00:08"))).isEmpty();

        answered("10:00:09", rated(at("10:00:09"), 150, 90));

        assertThat(budget.restUntil(at("10:00:10"))).contains(at("10:00:30").plusMillis(500));
        assertThat(budget.restUntil(at("10:00:31"))).isEmpty();
        assertThat(callsAt("10:00:31")).as("a run may have it all").isEqualTo(150);
        assertThat(budget.restUntil(at("10:00:32"))).isPresent();
    }

    @Test
    void othersGetAtLeastAQuarterOfASmallWindow() {
        answered("10:00:07", rated(at("10:00:07"), 24, 19));
        assertThat(budget.restUntil(at("10:00:08"))).isEmpty();

        answered("10:00:09", rated(at("10:00:09"), 24, 18));

        assertThat(budget.restUntil(at("10:00:10"))).isPresent();
    }

    @Test
    void remainingCallsAreCappedAtTheLimit() {
        answered("10:00:07", rated(at("10:00:07"), 50, 500));

        assertThat(callsAt("10:00:08")).isEqualTo(50);
    }

    @Test
    void withALimitOfZeroOneCallPerWindowProbes() {
        answered("10:00:07", rated(at("10:00:07"), 0, 0));

        assertThat(callsAt("10:00:08")).isZero();
        assertThat(callsAt("10:00:31")).isEqualTo(1);
    }

    @Test
    void anErrorWithoutHeadersCostsOnlyItsCall() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:08", headers(Map.of()));
        answered("10:00:08", headers(Map.of("X-RateLimit-Limit", "0")));
        answered("10:00:08", headers(Map.of("X-RateLimit-Remaining", "0")));

        assertThat(callsAt("10:00:09")).isEqualTo(146);
        assertThat(take("10:00:09")).contains(at("10:00:30"));
        assertThat(callsAt("10:00:31")).isEqualTo(150);
    }

    /** Greenhouse may have counted it last. */
    @Test
    void aLateAnswerToAnEarlierCallDoesNotRefundACallWithoutAnAnswer() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        Turn.Call earlier = begun("10:00:08");
        begun("10:00:08");
        Turn.Call later = begun("10:00:08");

        budget.observe(later, rated(at("10:00:08"), 150, 147), at("10:00:09"));
        budget.abandon();
        budget.observe(earlier, rated(at("10:00:08"), 150, 148), at("10:00:09"));

        assertThat(callsAt("10:00:09")).isEqualTo(146);
    }

    @Test
    void theNextAnswerRefundsErrorsThatGreenhouseDidNotCount() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:08", headers(Map.of()));
        answered("10:00:08", headers(Map.of()));
        answered("10:00:09", rated(at("10:00:09"), 150, 148));

        assertThat(callsAt("10:00:10")).isEqualTo(148);
    }

    @Test
    void retryAfterOverridesTheRemainingCalls() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:08", refused(at("10:00:08"), "12"));

        assertThat(take("10:00:08")).contains(at("10:00:20"));
        assertThat(take("10:00:19.9")).contains(at("10:00:20"));
        assertThat(take("10:00:20")).isEmpty();
    }

    @Test
    void retryAfterOverridesTheAssumedEdge() {
        answered(
                "10:00:08",
                headers(Map.of("X-RateLimit-Limit", "150", "X-RateLimit-Remaining", "0", "Retry-After", "3")));

        assertThat(take("10:00:10.9")).contains(at("10:00:11"));
        assertThat(callsAt("10:00:11"))
                .as("a new window, wherever its edges are")
                .isEqualTo(150);
    }

    @Test
    void anAnswerToAnEarlierCallDoesNotEndTheWait() {
        Turn.Call earlier = begun("10:00:07.9");
        answered("10:00:08", refused(at("10:00:08"), "12"));
        budget.observe(earlier, rated(at("10:00:08"), 150, 3), at("10:00:08.2"));

        assertThat(take("10:00:09")).contains(at("10:00:20"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"86400", "999999999999"})
    void retryAfterIsCappedAtAnHour(String seconds) {
        answered("10:00:08", refused(at("10:00:08"), seconds));

        assertThat(take("10:00:08")).contains(at("11:00:08"));
    }

    /** In the past or in hours, the true edge, or stamped in another second than the date. */
    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "09:58:07", "10:00:30", "10:00:36", "10:00:38", "12:00:07"})
    @Tag("failure-reset-in-the-past")
    void aResetThatFitsOrMakesNoSenseKeepsTheWindowsLength(String reset) {
        answered("10:00:07", rated(at("10:00:07"), 150, 0, at(reset).getEpochSecond()));

        assertThat(take("10:00:10")).contains(at("10:00:30"));
        assertThat(budget.snapshot().length()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shorterAndLongerWindowsAreLearned() {
        answered("10:00:07", rated(at("10:00:07"), 50, 0, at("10:00:17").getEpochSecond()));
        assertThat(take("10:00:08")).contains(at("10:00:10"));

        answered("10:00:20", rated(at("10:00:20"), 50, 40, at("10:00:50").getEpochSecond()));
        assertThat(budget.snapshot().length()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aFirstAnswerFromThePreviousWindowDoesNotUseUpTheNewOne() {
        Turn.Call call = begun("10:00:29.9");
        budget.observe(call, rated(at("10:00:29.9"), 150, 0), at("10:00:31.5"));

        assertThat(callsAt("10:00:31.6")).isEqualTo(150);
    }

    @Test
    void aLateAnswerFromThePreviousWindowDoesNotChangeTheNewOne() {
        answered("10:00:20", rated(at("10:00:20"), 150, 149));
        Turn.Call call = begun("10:00:29");
        assertThat(callsAt("10:00:31")).isEqualTo(149);

        budget.observe(call, rated(at("10:00:29"), 150, 7), at("10:00:31.5"));

        assertThat(callsAt("10:00:32")).isZero();
    }

    @Test
    void aCallFromBeforeTheEdgeMayBeCountedLast() {
        answered("10:00:20", rated(at("10:00:20"), 150, 149));
        Turn.Call before = begun("10:00:30.4");
        Turn.Call after = begun("10:00:30.6");

        budget.observe(before, rated(at("10:00:31"), 150, 148), at("10:00:31"));
        budget.observe(after, rated(at("10:00:31"), 150, 149), at("10:00:31"));

        assertThat(callsAt("10:00:32")).isEqualTo(148);
    }

    /** Greenhouse's clock is ahead of ours by less than we can know, and its answer may be of either window. */
    @Test
    void anAnswerFromBeyondTheEdgeCountsInBothWindowsAndForTheNextReplica() {
        answered("10:00:20", rated(at("10:00:20"), 150, 149));
        answered("10:00:29.4", rated(at("10:00:30"), 150, 120));
        RateBudget other = RateBudget.v3();
        other.restore(budget.snapshot());

        assertThat(callsAt("10:00:29.4")).isEqualTo(120);
        assertThat(callsAt("10:00:31")).isEqualTo(149);
        assertThat(calls(other, "10:00:31")).isEqualTo(149);
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 300})
    void aClockThatIsCorrectedByTheFirstAnswerDoesNotBlockTheBudget(long seconds) {
        Turn.Call call = (Turn.Call) budget.take(at("10:00:07").plusSeconds(seconds));
        budget.observe(call, rated(at("10:00:07"), 150, 12), at("10:00:07.5"));

        assertThat(callsAt("10:00:08")).isEqualTo(12);
        assertThat(take("10:00:09")).contains(at("10:00:30"));
    }

    @Test
    @Tag("failure-429-without-retry-after")
    void a429WithoutRetryAfterEndsTheWindowForEveryCaller() {
        answered("10:00:07", rated(at("10:00:07"), 150, 100));

        assertThat(budget.refused(at("10:00:08"))).isEqualTo(at("10:00:38"));
        assertThat(take("10:00:37")).contains(at("10:00:38"));
        assertThat(callsAt("10:00:38")).isEqualTo(150);
    }

    @Test
    void a429InAUsedUpWindowLastsUntilItsEdge() {
        answered("10:00:07", rated(at("10:00:07"), 150, 0));

        assertThat(budget.refused(at("10:00:08"))).isEqualTo(at("10:00:30"));
    }

    @Test
    void theUsedShareIsReported() {
        assertThat(budget.used(at("10:00:07"))).isZero();
        answered("10:00:07", rated(at("10:00:07"), 150, 30));

        assertThat(budget.used(at("10:00:08"))).isCloseTo(0.8, Assertions.within(1e-9));
        assertThat(budget.used(at("10:00:31"))).isZero();
    }

    @Test
    void anotherReplicaContinuesWithTheRemainingCalls() {
        answered("10:00:07", rated(at("10:00:07"), 150, 30));
        RateBudget other = RateBudget.v3();
        other.restore(budget.snapshot());

        assertThat(calls(other, "10:00:09")).isEqualTo(30);
        assertThat(take(other, at("10:00:09"))).contains(at("10:00:30"));
        assertThat(calls(other, "10:00:31")).isEqualTo(150);
    }

    @Test
    void anotherReplicaRespectsRetryAfter() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:08", refused(at("10:00:08"), "90"));
        RateBudget other = RateBudget.v3();
        other.restore(budget.snapshot());

        assertThat(take(other, at("10:01:31"))).contains(at("10:01:38"));
        assertThat(calls(other, "10:01:39")).isEqualTo(150);
    }

    @Test
    void anotherReplicasEarlierWindowIsIgnored() {
        answered("10:00:37", rated(at("10:00:37"), 150, 100));
        budget.restore(new RateWindow(50, 0, Duration.ofSeconds(30), at("10:00:30")));

        assertThat(callsAt("10:00:38")).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10:00:40", "10:01:00"})
    void anotherReplicasWindowLengthIsAdopted(String end) {
        answered("10:00:37", rated(at("10:00:37"), 150, 100));
        budget.restore(new RateWindow(150, 120, Duration.ofSeconds(10), at(end)));

        assertThat(callsAt("10:00:38")).isEqualTo(120);
    }

    @Test
    void theSmallerOfTwoCountsOfAWindowApplies() {
        answered("10:00:07", rated(at("10:00:07"), 150, 100));

        budget.restore(new RateWindow(150, 120, Duration.ofSeconds(30), at("10:00:30")));
        assertThat(budget.snapshot().remaining()).isEqualTo(100);

        budget.restore(new RateWindow(150, 80, Duration.ofSeconds(30), at("10:00:30")));
        assertThat(callsAt("10:00:08")).isEqualTo(80);
    }

    /** The doctor's call may be in flight while a slice begins. */
    @Test
    void anEarlierAnswerDoesNotUndoAnotherReplicasCount() {
        answered("10:00:07", rated(at("10:00:07"), 150, 100));
        Turn.Call inFlight = begun("10:00:08");
        budget.restore(new RateWindow(150, 50, Duration.ofSeconds(30), at("10:00:30")));

        budget.observe(inFlight, rated(at("10:00:08"), 150, 99), at("10:00:08"));

        assertThat(callsAt("10:00:09")).isEqualTo(50);
    }

    @Test
    void anOldSnapshotKeepsOnlyTheLimit() {
        budget.restore(new RateWindow(150, 0, Duration.ofSeconds(30), at("09:00:00")));

        assertThat(callsAt("10:00:08")).isEqualTo(150);
    }

    /** As told by one machine of Greenhouse, whose clock is days ahead. */
    @Test
    void aWindowEndFromAWrongClockIsWaitedForAnHourAtMost() {
        budget.restore(new RateWindow(150, 0, Duration.ofSeconds(30), at("2026-11-29T10:00:30Z")));

        assertThat(take("10:00:08")).contains(at("11:00:08"));
        assertThat(take("10:59:00")).contains(at("11:00:08"));
        assertThat(callsAt("11:00:09")).isEqualTo(150);
    }

    @Test
    void a429FromAWrongClockLastsAnHourAtMost() {
        answered("2026-11-29T10:00:08Z", refused(at("2026-11-29T10:00:08Z"), "4"));

        assertThat(take("10:00:08")).contains(at("11:00:08"));
        assertThat(callsAt("11:00:09")).isEqualTo(40);
    }

    /** Four concurrent calls, whose answers overtake each other. */
    @Nested
    class CallsInFlight {

        CallsInFlight() {
            observe(begun("10:00:05"), "10:00:05", 150, 104);
        }

        @ParameterizedTest
        @CsvSource({"0,1,2,3", "3,2,1,0", "1,0,3,2", "2,3,0,1"})
        void fourCallsAreSpentInAnyOrderOfTheirAnswers(int a, int b, int c, int d) {
            Turn.Call[] calls = {begun("10:00:06"), begun("10:00:06"), begun("10:00:06"), begun("10:00:06")};

            for (int call : new int[] {a, b, c, d}) {
                observe(calls[call], "10:00:07", 150, 103 - call);
            }

            assertThat(callsAt("10:00:08")).isEqualTo(100);
        }

        @Test
        void aCallInFlightIsSpentBeforeItIsAnswered() {
            Turn.Call one = begun("10:00:06");
            begun("10:00:06");
            begun("10:00:06");

            observe(one, "10:00:07", 150, 103);

            assertThat(callsAt("10:00:08")).isEqualTo(101);
        }

        @Test
        void otherClientsCallsAreSpentToo() {
            Turn.Call one = begun("10:00:06");
            Turn.Call two = begun("10:00:06");
            begun("10:00:06");

            observe(two, "10:00:07", 150, 60);
            observe(one, "10:00:07", 150, 61);

            assertThat(callsAt("10:00:08")).isEqualTo(59);
        }

        @Test
        void aHigherLimitAppliesAtOnce() {
            Turn.Call one = begun("10:00:06");
            Turn.Call two = begun("10:00:06");

            observe(two, "10:00:07", 250, 202);

            assertThat(budget.snapshot().remaining()).isEqualTo(202);
            observe(one, "10:00:07", 250, 203);
            assertThat(callsAt("10:00:08")).isEqualTo(202);
            assertThat(callsAt("10:00:31")).isEqualTo(250);
        }

        @Test
        void anOlderAnswerDoesNotRestoreALimitThatShrank() {
            Turn.Call one = begun("10:00:06");
            Turn.Call two = begun("10:00:06");

            observe(two, "10:00:07", 60, 12);
            observe(one, "10:00:07", 150, 103);

            assertThat(callsAt("10:00:08")).isEqualTo(12);
            assertThat(callsAt("10:00:31")).isEqualTo(60);
        }

        @Test
        void aCallCountedBeforeTheEdgeDoesNotChangeTheWindowItIsAnsweredIn() {
            Turn.Call slow = begun("10:00:29.6");
            Turn.Call next = begun("10:00:31");

            observe(slow, "10:00:31", 150, 103);
            observe(next, "10:00:32", 150, 149);
            assertThat(budget.snapshot().remaining()).isEqualTo(148);

            observe(begun("10:00:33"), "10:00:33", 150, 148);
            assertThat(callsAt("10:00:34")).as("the slow one is given back").isEqualTo(148);
        }

        @Test
        void callsAcrossTheEdgeAreSpentInTheNewWindow() {
            Turn.Call slow = begun("10:00:29.9");
            Turn.Call early = begun("10:00:30.1");
            observe(early, "10:00:30.3", 150, 149);

            assertThat(budget.take(at("10:00:31"))).isInstanceOf(Turn.Call.class);
            assertThat(budget.snapshot().remaining()).isEqualTo(147);

            observe(slow, "10:00:31", 150, 148);
            assertThat(budget.snapshot().remaining()).isEqualTo(147);
        }

        @Test
        void anUnexpectedRefillIsAccepted() {
            observe(begun("10:00:10"), "10:00:10", 150, 2);

            observe(begun("10:00:12"), "10:00:12", 150, 149);

            assertThat(callsAt("10:00:13")).isEqualTo(149);
        }

        @Test
        void unansweredCallsAreSpentOnce() {
            begun("10:00:06");
            begun("10:00:06");
            budget.abandon();
            budget.abandon();

            observe(begun("10:00:07"), "10:00:07", 150, 101);

            assertThat(callsAt("10:00:08")).isEqualTo(101);
            assertThat(callsAt("10:00:31")).as("nothing is in flight for ever").isEqualTo(150);
        }

        @Test
        void anotherReplicasLaterWindowIsAdopted() {
            begun("10:00:06");
            budget.restore(new RateWindow(80, 33, Duration.ofSeconds(30), at("10:01:00")));

            assertThat(budget.snapshot().remaining())
                    .as("what is in flight here may be counted there")
                    .isEqualTo(32);
            observe(begun("10:00:40"), "10:00:40", 80, 32);
            assertThat(callsAt("10:00:41")).isEqualTo(31);
        }

        private void observe(Turn.Call call, String now, int limit, int left) {
            budget.observe(call, rated(at(now), limit, left), at(now));
        }
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
