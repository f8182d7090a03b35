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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateBudgetTest {

    private final RateBudget budget = RateBudget.v3();

    @Test
    void beforeTheFirstAnswerThereAreFortyCalls() {
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
    void aUsedUpWindowEndsAtTheNextHalfMinute(String now, String edge) {
        callsAt(now);

        assertThat(take(now)).contains(at(edge));
    }

    @Test
    void theNextWindowIsWholeAgain() {
        callsAt("10:00:07");

        assertThat(callsAt("10:00:31")).isEqualTo(40);
        assertThat(callsAt("10:01:59")).isEqualTo(40);
    }

    @Test
    void aUsedUpWindowIsWaitedForALittleLongerThanToItsEdgeLestThisClockBeAhead() {
        callsAt("10:00:07");

        assertThat(take("10:00:30.1"))
                .hasValueSatisfying(until -> assertThat(until).isBetween(at("10:00:30.1"), at("10:00:31")));
    }

    @Test
    void theLimitAndWhatRemainsAreAsTheAnswerSays() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));

        assertThat(callsAt("10:00:08")).isEqualTo(149);
        assertThat(callsAt("10:00:31")).isEqualTo(150);
    }

    @Test
    void whoeverIsNoRunLeavesHalfOfTheWindowAndComesAgainAtItsEdge() {
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
    void ofASmallWindowOthersStillGetAQuarterAtLeast() {
        answered("10:00:07", rated(at("10:00:07"), 24, 19));
        assertThat(budget.restUntil(at("10:00:08"))).isEmpty();

        answered("10:00:09", rated(at("10:00:09"), 24, 18));

        assertThat(budget.restUntil(at("10:00:10"))).isPresent();
    }

    @Test
    void othersCallsOnTheSameCredentialCountToo() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:07", rated(at("10:00:07"), 150, 12));

        assertThat(callsAt("10:00:08")).isEqualTo(12);
    }

    @Test
    void aLimitThatShrinksInTheMiddleOfARunIsObeyed() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:08", rated(at("10:00:08"), 50, 48));

        assertThat(callsAt("10:00:09")).isEqualTo(48);
        assertThat(callsAt("10:00:31")).isEqualTo(50);
    }

    @Test
    void anAnswerThatClaimsMoreLeftThanTheLimitIsCutToIt() {
        answered("10:00:07", rated(at("10:00:07"), 50, 500));

        assertThat(callsAt("10:00:08")).isEqualTo(50);
    }

    @Test
    void aLimitOfNothingStillLetsOneCallAWindowFindOut() {
        answered("10:00:07", rated(at("10:00:07"), 0, 0));

        assertThat(callsAt("10:00:08")).isZero();
        assertThat(callsAt("10:00:31")).isEqualTo(1);
    }

    @Test
    void anErrorWithoutHeadersCostsItsCallAndNothingElse() {
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
    void aCallWithoutAnAnswerIsNotGivenBackByTheLateAnswerToAnEarlierOne() {
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
    void errorsThatGreenhouseDidNotCountAreGivenBackByTheNextAnswer() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:08", headers(Map.of()));
        answered("10:00:08", headers(Map.of()));
        answered("10:00:09", rated(at("10:00:09"), 150, 148));

        assertThat(callsAt("10:00:10")).isEqualTo(148);
    }

    @Test
    void retryAfterCountsMoreThanWhatRemains() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:08", refused(at("10:00:08"), "12"));

        assertThat(take("10:00:08")).contains(at("10:00:20"));
        assertThat(take("10:00:19.9")).contains(at("10:00:20"));
        assertThat(take("10:00:20")).isEmpty();
    }

    @Test
    void retryAfterCountsMoreThanTheEdgeThatWasBelievedIn() {
        answered(
                "10:00:08",
                headers(Map.of("X-RateLimit-Limit", "150", "X-RateLimit-Remaining", "0", "Retry-After", "3")));

        assertThat(take("10:00:10.9")).contains(at("10:00:11"));
        assertThat(callsAt("10:00:11"))
                .as("a new window, wherever its edges are")
                .isEqualTo(150);
    }

    @Test
    void retryAfterMayBeLongerThanAWindow() {
        answered("10:00:08", refused(at("10:00:08"), "90"));

        assertThat(take("10:01:00")).contains(at("10:01:38"));
        assertThat(callsAt("10:01:38")).isEqualTo(40);
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
    void retryAfterOfMoreThanAnHourIsASlip(String seconds) {
        answered("10:00:08", refused(at("10:00:08"), seconds));

        assertThat(take("10:00:08")).contains(at("11:00:08"));
    }

    @Test
    @Tag("failure-reset-in-the-past")
    void aResetInThePastSaysNothingOfTheWindowsLength() {
        answered("10:00:07", rated(at("10:00:07"), 150, 1, at("09:58:07").getEpochSecond()));
        answered("10:00:09", rated(at("10:00:09"), 150, 0, 0));

        assertThat(take("10:00:10")).contains(at("10:00:30"));
        assertThat(budget.snapshot().length()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void windowsOfTenSecondsAreLearned() {
        answered("10:00:07", rated(at("10:00:07"), 50, 0, at("10:00:17").getEpochSecond()));

        assertThat(take("10:00:08")).contains(at("10:00:10"));
    }

    @Test
    void aResetInHoursSaysNothingOfTheWindowsLength() {
        answered("10:00:07", rated(at("10:00:07"), 150, 1, at("12:00:07").getEpochSecond()));

        assertThat(budget.snapshot().length()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void windowsThatGrowLongerAreLearned() {
        answered("10:00:07", rated(at("10:00:07"), 50, 0, at("10:00:17").getEpochSecond()));
        answered("10:00:20", rated(at("10:00:20"), 50, 40, at("10:00:50").getEpochSecond()));

        assertThat(budget.snapshot().length()).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(longs = {29, 31})
    void aResetThatWasStampedInAnotherSecondThanTheDateMakesNoOtherWindow(long seconds) {
        Instant now = at("10:00:07");
        answered("10:00:07", rated(now, 150, 0, now.getEpochSecond() + seconds));

        assertThat(take(budget, now)).contains(at("10:00:30"));
        assertThat(budget.snapshot().length()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aResetThatTellsTheTrueEdgeMakesNoShorterWindow() {
        answered("10:00:13", rated(at("10:00:13"), 150, 0, at("10:00:30").getEpochSecond()));

        assertThat(take("10:00:14")).contains(at("10:00:30"));
        assertThat(budget.snapshot().length()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void anAnswerOfTheWindowBeforeDoesNotUseUpTheNewOne() {
        Turn.Call call = begun("10:00:29.9");
        budget.observe(call, rated(at("10:00:29.9"), 150, 0), at("10:00:31.5"));

        assertThat(callsAt("10:00:31.6")).isEqualTo(150);
    }

    @Test
    void aLateAnswerOfTheWindowBeforeDoesNotTouchTheNewOne() {
        answered("10:00:20", rated(at("10:00:20"), 150, 149));
        Turn.Call call = begun("10:00:29");
        assertThat(callsAt("10:00:31")).isEqualTo(149);

        budget.observe(call, rated(at("10:00:29"), 150, 7), at("10:00:31.5"));

        assertThat(callsAt("10:00:32")).isZero();
    }

    @Test
    void aCallFromBeforeTheEdgeMayBeTheLastOneThatIsCounted() {
        answered("10:00:20", rated(at("10:00:20"), 150, 149));
        Turn.Call before = begun("10:00:30.4");
        Turn.Call after = begun("10:00:30.6");

        budget.observe(before, rated(at("10:00:31"), 150, 148), at("10:00:31"));
        budget.observe(after, rated(at("10:00:31"), 150, 149), at("10:00:31"));

        assertThat(callsAt("10:00:32")).isEqualTo(148);
    }

    /** Greenhouse's clock is ahead of ours by less than we can know, and its answer may be of either window. */
    @Test
    void anAnswerFromBehindTheEdgeCountsInBothWindowsAndForTheNextReplica() {
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
    void aClockThatWasWrongUntilTheFirstAnswerDoesNotHoldTheBudgetUp(long seconds) {
        Turn.Call call = (Turn.Call) budget.take(at("10:00:07").plusSeconds(seconds));
        budget.observe(call, rated(at("10:00:07"), 150, 12), at("10:00:07.5"));

        assertThat(callsAt("10:00:08")).isEqualTo(12);
        assertThat(take("10:00:09")).contains(at("10:00:30"));
    }

    @Test
    @Tag("failure-429-without-retry-after")
    void aRefusalWithoutAWordOfWhenEndsTheWindowForEveryCaller() {
        answered("10:00:07", rated(at("10:00:07"), 150, 100));

        assertThat(budget.refused(at("10:00:08"))).isEqualTo(at("10:00:38"));
        assertThat(take("10:00:37")).contains(at("10:00:38"));
        assertThat(callsAt("10:00:38")).isEqualTo(150);
    }

    @Test
    void aRefusalOfAWindowKnownToBeUsedUpLastsUntilItsEdge() {
        answered("10:00:07", rated(at("10:00:07"), 150, 0));

        assertThat(budget.refused(at("10:00:08"))).isEqualTo(at("10:00:30"));
    }

    @Test
    void aRefusalLastsAsLongAsRetryAfterSays() {
        answered("10:00:08", refused(at("10:00:08"), "12"));

        assertThat(budget.refused(at("10:00:08"))).isEqualTo(at("10:00:20"));
    }

    @Test
    void theUsedShareIsTold() {
        assertThat(budget.used(at("10:00:07"))).isZero();
        answered("10:00:07", rated(at("10:00:07"), 150, 30));

        assertThat(budget.used(at("10:00:08"))).isCloseTo(0.8, Assertions.within(1e-9));
        assertThat(budget.used(at("10:00:31"))).isZero();
    }

    @Test
    void anotherReplicaGoesOnWithWhatIsLeft() {
        answered("10:00:07", rated(at("10:00:07"), 150, 30));
        RateBudget other = RateBudget.v3();
        other.restore(budget.snapshot());

        assertThat(calls(other, "10:00:09")).isEqualTo(30);
        assertThat(take(other, at("10:00:09"))).contains(at("10:00:30"));
        assertThat(calls(other, "10:00:31")).isEqualTo(150);
    }

    @Test
    void anotherReplicaWaitsAsRetryAfterSays() {
        answered("10:00:07", rated(at("10:00:07"), 150, 149));
        answered("10:00:08", refused(at("10:00:08"), "90"));
        RateBudget other = RateBudget.v3();
        other.restore(budget.snapshot());

        assertThat(take(other, at("10:01:31"))).contains(at("10:01:38"));
        assertThat(calls(other, "10:01:39")).isEqualTo(150);
    }

    @Test
    void whatAnotherReplicaLeftOfAnEarlierWindowIsNoNews() {
        answered("10:00:37", rated(at("10:00:37"), 150, 100));
        budget.restore(new RateWindow(50, 0, Duration.ofSeconds(30), at("10:00:30")));

        assertThat(callsAt("10:00:38")).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10:00:40", "10:01:00"})
    void aWindowOfAnotherLengthThatAnotherReplicaLearnedIsNews(String end) {
        answered("10:00:37", rated(at("10:00:37"), 150, 100));
        budget.restore(new RateWindow(150, 120, Duration.ofSeconds(10), at(end)));

        assertThat(callsAt("10:00:38")).isEqualTo(120);
    }

    @Test
    void ofTwoCountsOfOneWindowTheSmallerIsRight() {
        answered("10:00:07", rated(at("10:00:07"), 150, 100));

        budget.restore(new RateWindow(150, 120, Duration.ofSeconds(30), at("10:00:30")));
        assertThat(budget.snapshot().remaining()).isEqualTo(100);

        budget.restore(new RateWindow(150, 80, Duration.ofSeconds(30), at("10:00:30")));
        assertThat(callsAt("10:00:08")).isEqualTo(80);
    }

    /** The doctor's call may be in flight while a slice begins. */
    @Test
    void anAnswerFromBeforeWhatAnotherReplicaCountedDoesNotUndoIt() {
        answered("10:00:07", rated(at("10:00:07"), 150, 100));
        Turn.Call inFlight = begun("10:00:08");
        budget.restore(new RateWindow(150, 50, Duration.ofSeconds(30), at("10:00:30")));

        budget.observe(inFlight, rated(at("10:00:08"), 150, 99), at("10:00:08"));

        assertThat(callsAt("10:00:09")).isEqualTo(50);
    }

    @Test
    void aSnapshotOfAWindowLongOverKeepsTheLimitOnly() {
        budget.restore(new RateWindow(150, 0, Duration.ofSeconds(30), at("09:00:00")));

        assertThat(callsAt("10:00:08")).isEqualTo(150);
    }

    /** As told by one machine of Greenhouse, whose clock is days ahead. */
    @Test
    void aWindowThatEndsLongAfterTheClockWasPutRightIsWaitedForAnHourAtMost() {
        budget.restore(new RateWindow(150, 0, Duration.ofSeconds(30), at("2026-11-29T10:00:30Z")));

        assertThat(take("10:00:08")).contains(at("11:00:08"));
        assertThat(take("10:59:00")).contains(at("11:00:08"));
        assertThat(callsAt("11:00:09")).isEqualTo(150);
    }

    @Test
    void aRefusalThatLastsUntilLongAfterTheClockWasPutRightHoldsForAnHourAtMost() {
        answered("2026-11-29T10:00:08Z", refused(at("2026-11-29T10:00:08Z"), "4"));

        assertThat(take("10:00:08")).contains(at("11:00:08"));
        assertThat(callsAt("11:00:09")).isEqualTo(40);
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
