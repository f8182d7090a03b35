package com.rocketmat.score.write;

import static com.rocketmat.score.Applications.JOB;
import static com.rocketmat.score.Applications.movedTo;
import static com.rocketmat.score.Applications.number;
import static com.rocketmat.score.Applications.text;
import static com.rocketmat.score.Applications.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.score.Applications;
import com.rocketmat.score.OwnScore;
import com.rocketmat.score.Reason;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.Scores.Waiting;
import com.rocketmat.score.write.WriteDecision.Patch;
import com.rocketmat.score.write.WriteDecision.Settle;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WriteDecisionTest {

    private static final Waiting SCORE = new Waiting(
            Applications.ID,
            JOB,
            "version",
            new BigDecimal("71"),
            List.of(new Reason("candidate.experience_years", new BigDecimal("12"))),
            Instant.EPOCH,
            Optional.empty());

    private static final Scope EVERYTHING =
            new Scope("rocketmat", Set.of(), Optional.empty(), "", false, Optional.empty());

    private final TargetFields fields = new TargetFields(
            new ScoreField("rocketmat", true),
            Optional.of("why"),
            Set.of("rocketmat", "why", "notice"),
            Set.of(),
            false);

    @Test
    void aRowThatIsNotThereIsGone() {
        assertThat(WriteDecision.of(SCORE, null, EVERYTHING, fields, true))
                .isInstanceOfSatisfying(
                        Settle.class, settle -> assertThat(settle.state()).isEqualTo(ScoreState.GONE));
    }

    @Test
    void aScoreThatIsThereAlreadyIsWritten() {
        assertThat(decide(Map.of("rocketmat", number(71)), false)).isEqualTo(new Settle(ScoreState.WRITTEN, null));
    }

    @Test
    void aValueThatAPersonEnteredMeanwhileIsLeftAlone() {
        assertThat(decide(Map.of("rocketmat", number(99)), true))
                .isInstanceOfSatisfying(
                        Settle.class, settle -> assertThat(settle.state()).isEqualTo(ScoreState.SUPERSEDED));
    }

    @Test
    @Tag("finding-B2")
    void anApplicationThatIsNoLongerOneToScoreIsLeftAloneUnlessItCarriesTheScoreAlready() {
        Scope otherJobs = new Scope("rocketmat", Set.of(7L), Optional.empty(), "", false, Optional.empty());

        assertThat(WriteDecision.of(SCORE, with(Map.of()), otherJobs, fields, true))
                .isInstanceOfSatisfying(
                        Settle.class, settle -> assertThat(settle.state()).isEqualTo(ScoreState.SUPERSEDED));
        assertThat(WriteDecision.of(SCORE, with(Map.of("rocketmat", number(71))), otherJobs, fields, true))
                .isEqualTo(new Settle(ScoreState.WRITTEN, null));
    }

    @Test
    void aScoreForTheJobThatTheApplicationWasMovedFromIsNotWritten() {
        Settle moved =
                new Settle(ScoreState.SUPERSEDED, "the application was moved to another job after it was scored");

        assertThat(WriteDecision.of(SCORE, movedTo(JOB + 1, Map.of()), EVERYTHING, fields, true))
                .isEqualTo(moved);
        assertThat(WriteDecision.of(
                        replacing("71", "60"),
                        movedTo(JOB + 1, Map.of("rocketmat", number(60))),
                        EVERYTHING,
                        fields,
                        true))
                .as("one that was to replace another")
                .isEqualTo(moved);
        assertThat(WriteDecision.of(SCORE, movedTo(JOB + 1, Map.of("rocketmat", number(71))), EVERYTHING, fields, true))
                .as("it is there already")
                .isEqualTo(new Settle(ScoreState.WRITTEN, null));
    }

    @Test
    void aScoreWhoseJobIsNotKnownIsWritten() {
        Waiting unknown = new Waiting(
                Applications.ID, null, "version", SCORE.value(), List.of(), Instant.EPOCH, Optional.empty());

        assertThat(WriteDecision.of(unknown, with(Map.of()), EVERYTHING, fields, true))
                .isInstanceOf(Patch.class);
    }

    @Test
    void anApplicationThatWasMovedToAJobThatIsNotScoredIsNoLongerOneToScore() {
        Scope thisJob = new Scope("rocketmat", Set.of(JOB), Optional.empty(), "", false, Optional.empty());

        for (Long other : new Long[] {JOB + 1, null}) {
            assertThat(WriteDecision.of(SCORE, movedTo(other, Map.of()), thisJob, fields, true))
                    .isEqualTo(new Settle(
                            ScoreState.SUPERSEDED, "the application is no longer eligible and is not scored"));
        }
    }

    @Test
    void aloneSendsScoreAndReasonsAndNothingElse() {
        assertThat(decide(Map.of("notice", text("2 months"), "rocketmat", text(null)), true))
                .isInstanceOfSatisfying(
                        Patch.class,
                        patch -> assertThat(patch.fields())
                                .extracting(
                                        CustomFieldWrite::nameKey,
                                        write -> write.value().asText())
                                .containsExactly(
                                        tuple("rocketmat", "71"), tuple("why", "+12 candidate.experience_years")));
    }

    @Test
    void fullSendsTheOthersAlongAsTheyAre() {
        assertThat(decide(Map.of("notice", text("2 months")), false)).isInstanceOfSatisfying(Patch.class, patch -> {
            assertThat(patch.names()).isEqualTo("rocketmat, why, notice");
            assertThat(patch.fields().getLast().value().textValue()).isEqualTo("2 months");
        });
    }

    @Test
    void aPersonsOwnReasonsStayAndInFullGoBackUnchanged() {
        Map<String, CustomFieldEntry> theirs = Map.of("why", text("I know her"));

        assertThat(decide(theirs, true))
                .isInstanceOfSatisfying(
                        Patch.class, patch -> assertThat(patch.names()).isEqualTo("rocketmat"));
        assertThat(decide(theirs, false))
                .isInstanceOfSatisfying(
                        Patch.class,
                        patch -> assertThat(patch.fields())
                                .last()
                                .isEqualTo(
                                        new CustomFieldWrite("why", JsonNodeFactory.instance.textNode("I know her"))));
    }

    @Test
    void aValueThatCannotGoBackWithoutLossRefusesTheWriteAndIsNamed() {
        Map<String, CustomFieldEntry> linked =
                Map.of("notice", Applications.entry("linked", JsonNodeFactory.instance.textNode("x")));

        assertThat(decide(linked, false)).isInstanceOfSatisfying(Settle.class, settle -> {
            assertThat(settle.state()).isEqualTo(ScoreState.REFUSED);
            assertThat(settle.reason()).contains("'notice'", "linked", "merge where Greenhouse merges");
        });
        assertThat(decide(linked, true)).isInstanceOf(Patch.class);
    }

    @Test
    void anArchivedFieldsValueRefusesTheFullWriteAndIsNamed() {
        assertThat(decide(Map.of("old", text("kept")), false))
                .isInstanceOfSatisfying(
                        Settle.class,
                        settle -> assertThat(settle.reason()).contains("'old'", "(archived)", "unarchive it"));
    }

    @Test
    void aScoreOfOursGivesWayToTheOneThatReplacesItAndNoOtherValueDoes() {
        Waiting replacing = replacing(List.of(new BigDecimal("60"), new BigDecimal("55")), "old");

        assertThat(WriteDecision.of(replacing, with(Map.of("rocketmat", number(60))), EVERYTHING, fields, true))
                .isInstanceOf(Patch.class);
        assertThat(WriteDecision.of(replacing, with(Map.of("rocketmat", number(55))), EVERYTHING, fields, true))
                .as("as it was before our last write: lists may be late")
                .isInstanceOf(Patch.class);
        assertThat(WriteDecision.of(replacing, with(Map.of("rocketmat", number(61))), EVERYTHING, fields, true))
                .isInstanceOfSatisfying(
                        Settle.class, settle -> assertThat(settle.state()).isEqualTo(ScoreState.SUPERSEDED));
    }

    @Test
    @Tag("finding-B10")
    void aScoreOfOursGivesWayToANewOneThatWouldOnlyRoundToIt() {
        Waiting replacing = replacing("99.88", "100.00");

        assertThat(WriteDecision.of(replacing, with(Map.of("rocketmat", text("100.00"))), EVERYTHING, fields, true))
                .isInstanceOfSatisfying(
                        Patch.class,
                        patch -> assertThat(patch.fields().getFirst().value().decimalValue())
                                .isEqualTo("99.88"));
        assertThat(WriteDecision.of(replacing, with(Map.of("rocketmat", number(100))), EVERYTHING, fields, true))
                .isInstanceOf(Patch.class);
    }

    @Test
    @Tag("finding-B10")
    void aNewScoreThatGreenhouseKeepsRoundedIsThereWhenTheOneThatItReplacesIsNot() {
        assertThat(WriteDecision.of(
                        replacing("99.88", "70.4"), with(Map.of("rocketmat", number(100))), EVERYTHING, fields, true))
                .isEqualTo(new Settle(ScoreState.WRITTEN, null));
        assertThat(WriteDecision.of(
                        replacing("70.2", "99.88"), with(Map.of("rocketmat", number(100))), EVERYTHING, fields, true))
                .as("the replaced one was stored rounded but is ours")
                .isInstanceOf(Patch.class);
        assertThat(WriteDecision.of(
                        replacing("99.88", "99.88"),
                        with(Map.of("rocketmat", text("99.88"))),
                        EVERYTHING,
                        fields,
                        true))
                .isEqualTo(new Settle(ScoreState.WRITTEN, null));
    }

    private static Waiting replacing(String value, String replaced) {
        return new Waiting(
                Applications.ID,
                JOB,
                "version",
                new BigDecimal(value),
                List.of(),
                Instant.EPOCH,
                Optional.of(new OwnScore(
                        Applications.ID,
                        "older",
                        List.of(),
                        List.of(OwnScore.Value.anywhere(new BigDecimal(replaced), null)))));
    }

    @Test
    void reasonsOfOursGiveWayWithTheirScoreAlsoWhenThatIsTheSame() {
        Waiting replacing = replacing(List.of(new BigDecimal("71")), "old");
        Map<String, CustomFieldEntry> row = Map.of("rocketmat", number(71), "why", text("+3 old"));

        assertThat(WriteDecision.of(replacing, with(row), EVERYTHING, fields, true))
                .isInstanceOfSatisfying(
                        Patch.class,
                        patch -> assertThat(patch.fields())
                                .last()
                                .isEqualTo(new CustomFieldWrite(
                                        "why", JsonNodeFactory.instance.textNode("+12 candidate.experience_years"))));
        assertThat(WriteDecision.of(
                        replacing,
                        with(Map.of("rocketmat", number(71), "why", text("I know her"))),
                        EVERYTHING,
                        fields,
                        true))
                .isEqualTo(new Settle(ScoreState.WRITTEN, null));
        assertThat(WriteDecision.of(
                        new Waiting(
                                Applications.ID,
                                JOB,
                                "version",
                                SCORE.value(),
                                replacing.replaced().orElseThrow().reasons(),
                                Instant.EPOCH,
                                replacing.replaced()),
                        with(row),
                        EVERYTHING,
                        fields,
                        true))
                .as("the same reasons")
                .isEqualTo(new Settle(ScoreState.WRITTEN, null));
    }

    @Test
    void reasonsOfOursDoNotStayBesideAScoreThatHasNone() {
        Waiting replacing = new Waiting(
                Applications.ID,
                JOB,
                "version",
                new BigDecimal("71"),
                List.of(),
                Instant.EPOCH,
                replacing(List.of(new BigDecimal("60")), "old").replaced());

        assertThat(WriteDecision.of(
                        replacing,
                        with(Map.of("rocketmat", number(60), "why", text("+3 old"))),
                        EVERYTHING,
                        fields,
                        true))
                .isInstanceOfSatisfying(
                        Patch.class,
                        patch -> assertThat(patch.fields().getLast().value().asText())
                                .isEqualTo("no single feature moved it"));
    }

    @Test
    void whatIsEmptiedIsOursAndTheRestIsSentBack() {
        Map<String, CustomFieldEntry> row =
                Map.of("rocketmat", number(60), "why", text("+3 old"), "notice", text("two months"));
        CarriedScore ours = new CarriedScore(
                with(row),
                replacing(List.of(new BigDecimal("60")), "old").replaced().orElseThrow());

        assertThat(WriteDecision.removal(ours, fields, true))
                .isInstanceOfSatisfying(
                        Patch.class, patch -> assertThat(sent(patch)).containsExactly("rocketmat=null", "why=null"));
        assertThat(WriteDecision.removal(ours, fields, false))
                .isInstanceOfSatisfying(
                        Patch.class,
                        patch -> assertThat(sent(patch))
                                .containsExactly("rocketmat=null", "why=null", "notice=\"two months\""));
    }

    @Test
    void aTextOfAPersonStaysWhereOurScoreIsTakenAway() {
        Map<String, CustomFieldEntry> row = Map.of("rocketmat", number(60), "why", text("I know her"));
        CarriedScore ours = new CarriedScore(
                with(row),
                replacing(List.of(new BigDecimal("60")), "old").replaced().orElseThrow());

        assertThat(WriteDecision.removal(ours, fields, true))
                .isInstanceOfSatisfying(
                        Patch.class, patch -> assertThat(sent(patch)).containsExactly("rocketmat=null"));
    }

    private static List<String> sent(Patch patch) {
        return patch.fields().stream()
                .map(field -> field.nameKey() + "=" + field.value())
                .toList();
    }

    private static Waiting replacing(List<BigDecimal> written, String reason) {
        OwnScore own = new OwnScore(
                Applications.ID,
                "before",
                List.of(new Reason(reason, new BigDecimal("3"))),
                written.stream()
                        .map(value -> OwnScore.Value.anywhere(value, null))
                        .toList());
        return new Waiting(
                Applications.ID, JOB, "version", SCORE.value(), SCORE.reasons(), Instant.EPOCH, Optional.of(own));
    }

    private WriteDecision decide(Map<String, CustomFieldEntry> row, boolean alone) {
        return WriteDecision.of(SCORE, with(row), EVERYTHING, fields, alone);
    }
}
