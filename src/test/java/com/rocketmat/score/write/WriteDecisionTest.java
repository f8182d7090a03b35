package com.rocketmat.score.write;

import static com.rocketmat.score.Applications.JOB;
import static com.rocketmat.score.Applications.movedTo;
import static com.rocketmat.score.Applications.number;
import static com.rocketmat.score.Applications.text;
import static com.rocketmat.score.Applications.with;
import static com.rocketmat.score.write.WriteTarget.Others.LEFT_OUT;
import static com.rocketmat.score.write.WriteTarget.Others.SENT;
import static com.rocketmat.score.write.WriteTarget.Others.SENT_AS_SHOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.score.Applications;
import com.rocketmat.score.OwnScore;
import com.rocketmat.score.Reason;
import com.rocketmat.score.ScoreField;
import com.rocketmat.score.ScoreState;
import com.rocketmat.score.Scores.Waiting;
import com.rocketmat.score.write.WriteDecision.Patch;
import com.rocketmat.score.write.WriteDecision.Settle;
import com.rocketmat.score.write.WriteTarget.Others;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WriteDecisionTest {

    private static final Waiting SCORE = new Waiting(
            Applications.ID,
            JOB,
            "version",
            new BigDecimal("71"),
            List.of(new Reason("candidate.experience_years", new BigDecimal("12"))),
            Optional.empty());

    private static final Scope EVERYTHING =
            new Scope("rocketmat", Set.of(), Optional.empty(), "", false, Optional.empty());

    private static final Settle WRITTEN = new Settle(ScoreState.WRITTEN, null);
    private static final List<Reason> OLD_REASONS = List.of(new Reason("job.open_days", new BigDecimal("3")));

    private final TargetFields fields = new TargetFields(
            new ScoreField("rocketmat", true), Optional.of("why"), Set.of("rocketmat", "why", "notice"), Set.of());

    @Test
    void anApplicationThatIsNotShownIsGone() {
        assertThat(state(WriteDecision.of(SCORE, null, EVERYTHING, fields, LEFT_OUT)))
                .isEqualTo(ScoreState.GONE);
    }

    @Test
    void aScoreThatTheFieldHasIsWritten() {
        assertThat(decide(Map.of("rocketmat", number(71)), SENT)).isEqualTo(WRITTEN);
    }

    @Test
    void aPersonsValueSupersedesTheScore() {
        assertThat(state(decide(Map.of("rocketmat", number(99)), LEFT_OUT))).isEqualTo(ScoreState.SUPERSEDED);
    }

    @Test
    @Tag("finding-B2")
    void anIneligibleApplicationIsNotWritten() {
        Scope otherJobs = new Scope("rocketmat", Set.of(7L), Optional.empty(), "", false, Optional.empty());

        assertThat(state(WriteDecision.of(SCORE, with(Map.of()), otherJobs, fields, LEFT_OUT)))
                .isEqualTo(ScoreState.SUPERSEDED);
        assertThat(WriteDecision.of(SCORE, with(Map.of("rocketmat", number(71))), otherJobs, fields, LEFT_OUT))
                .isEqualTo(WRITTEN);
    }

    @Test
    void aScoreForAFormerJobIsNotWritten() {
        Settle moved =
                new Settle(ScoreState.SUPERSEDED, "the application was moved to another job after it was scored");

        assertThat(decide(SCORE, movedTo(JOB + 1, Map.of()))).isEqualTo(moved);
        assertThat(decide(replacing("71", "60"), movedTo(JOB + 1, Map.of("rocketmat", number(60)))))
                .as("one that was to replace another")
                .isEqualTo(moved);
        assertThat(decide(SCORE, movedTo(JOB + 1, Map.of("rocketmat", number(71)))))
                .as("the field has it")
                .isEqualTo(WRITTEN);
    }

    @Test
    void aScoreForAnUnknownJobIsWritten() {
        Waiting unknown = new Waiting(Applications.ID, null, "version", SCORE.value(), List.of(), Optional.empty());

        assertThat(sent(decide(unknown, with(Map.of()))))
                .as("it has no reasons")
                .containsExactly("rocketmat=71");
    }

    @Test
    void anApplicationThatWasMovedToAJobThatIsNotScoredIsIneligible() {
        Scope thisJob = new Scope("rocketmat", Set.of(JOB), Optional.empty(), "", false, Optional.empty());

        for (Long other : new Long[] {JOB + 1, null}) {
            assertThat(WriteDecision.of(SCORE, movedTo(other, Map.of()), thisJob, fields, LEFT_OUT))
                    .isEqualTo(new Settle(
                            ScoreState.SUPERSEDED, "the application is no longer eligible and is not scored"));
        }
    }

    @Test
    void withoutOtherFieldsOnlyScoreAndReasonsAreSent() {
        assertThat(sent(decide(Map.of("notice", text("2 months"), "rocketmat", text(null)), LEFT_OUT)))
                .containsExactly("rocketmat=71", "why=\"+12 candidate.experience_years\"");
    }

    @Test
    void otherFieldsAreSentUnchanged() {
        WriteDecision decision = decide(Map.of("notice", text("2 months")), SENT);

        assertThat(sent(decision))
                .containsExactly("rocketmat=71", "why=\"+12 candidate.experience_years\"", "notice=\"2 months\"");
        assertThat(((Patch) decision).names()).isEqualTo("rocketmat, why, notice");
    }

    @Test
    void aPersonsReasonsStay() {
        Map<String, CustomFieldEntry> theirs = Map.of("why", text("I know her"));

        assertThat(sent(decide(theirs, LEFT_OUT))).containsExactly("rocketmat=71");
        assertThat(sent(decide(theirs, SENT))).containsExactly("rocketmat=71", "why=\"I know her\"");
    }

    @Test
    void aValueThatCannotBeSentBackRefusesTheWriteAndIsNamed() {
        Map<String, CustomFieldEntry> linked =
                Map.of("notice", Applications.entry("linked", JsonNodeFactory.instance.textNode("x")));

        WriteDecision decision = decide(linked, SENT);

        assertThat(state(decision)).isEqualTo(ScoreState.REFUSED);
        assertThat(((Settle) decision).reason()).contains("'notice'", "linked", "write_mode be merge where");
        assertThat(decide(linked, LEFT_OUT)).isInstanceOf(Patch.class);
    }

    @Test
    void aHiddenFieldRefusesTheFullWriteAndIsNamed() {
        TargetFields hidden = new TargetFields(fields.score(), fields.reasons(), fields.active(), Set.of("notice"));
        Application row = with(Map.of());

        WriteDecision decision = WriteDecision.of(SCORE, row, EVERYTHING, hidden, SENT);

        assertThat(state(decision)).isEqualTo(ScoreState.REFUSED);
        assertThat(((Settle) decision).reason()).contains("'notice'", "let the user see it");
        assertThat(WriteDecision.of(SCORE, row, EVERYTHING, hidden, LEFT_OUT)).isInstanceOf(Patch.class);
        assertThat(WriteDecision.of(SCORE, row, EVERYTHING, hidden, SENT_AS_SHOWN))
                .isInstanceOf(Patch.class);
    }

    @Test
    void withoutAFieldForReasonsTheScoreIsSentAlone() {
        TargetFields none = new TargetFields(fields.score(), Optional.empty(), fields.active(), fields.hidden());

        assertThat(sent(WriteDecision.of(SCORE, with(Map.of()), EVERYTHING, none, SENT)))
                .containsExactly("rocketmat=71");
    }

    @Test
    void anArchivedFieldRefusesTheFullWriteAndIsNamed() {
        assertThat(((Settle) decide(Map.of("old", text("kept")), SENT)).reason())
                .contains("'old'", "(archived, or new)", "unarchive it");
    }

    @Test
    void onlyOurScoreIsReplaced() {
        Waiting replacing = replacing(SCORE.value(), SCORE.reasons(), "60", "55");

        assertThat(decide(replacing, with(Map.of("rocketmat", number(60))))).isInstanceOf(Patch.class);
        assertThat(decide(replacing, with(Map.of("rocketmat", number(55)))))
                .as("before our last write, which lists may show late")
                .isInstanceOf(Patch.class);
        assertThat(state(decide(replacing, with(Map.of("rocketmat", number(61))))))
                .isEqualTo(ScoreState.SUPERSEDED);
    }

    @Test
    @Tag("finding-B10")
    void ourScoreIsReplacedThoughTheNewOneRoundsToIt() {
        Waiting replacing = replacing("99.88", "100.00");

        assertThat(sent(decide(replacing, with(Map.of("rocketmat", text("100.00"))))))
                .startsWith("rocketmat=99.88");
        assertThat(decide(replacing, with(Map.of("rocketmat", number(100))))).isInstanceOf(Patch.class);
    }

    @Test
    @Tag("finding-B10")
    void aRoundedValueIsTheNewScoreUnlessItMayBeTheReplacedOne() {
        Application rounded = with(Map.of("rocketmat", number(100)));

        assertThat(decide(replacing("99.88", "70.4"), rounded)).isEqualTo(WRITTEN);
        assertThat(decide(replacing("70.2", "99.88"), rounded))
                .as("the replaced one was stored rounded but is ours")
                .isInstanceOf(Patch.class);
        assertThat(decide(replacing("99.88", "99.88"), with(Map.of("rocketmat", text("99.88")))))
                .isEqualTo(WRITTEN);
    }

    @Test
    void ourReasonsAreReplacedThoughTheScoreIsEqual() {
        Waiting replacing = replacing(SCORE.value(), SCORE.reasons(), "71");
        Application row = with(Map.of("rocketmat", number(71), "why", text("+3 job.open_days")));

        assertThat(sent(decide(replacing, row)))
                .containsExactly("rocketmat=71", "why=\"+12 candidate.experience_years\"");
        assertThat(decide(replacing, with(Map.of("rocketmat", number(71), "why", text("I know her")))))
                .isEqualTo(WRITTEN);
        assertThat(decide(replacing(SCORE.value(), OLD_REASONS, "71"), row))
                .as("the same reasons")
                .isEqualTo(WRITTEN);
    }

    @Test
    void ourReasonsAreReplacedByATextIfTheNewScoreHasNone() {
        assertThat(sent(decide(
                        replacing(SCORE.value(), List.of(), "60"),
                        with(Map.of("rocketmat", number(60), "why", text("+3 job.open_days"))))))
                .containsExactly("rocketmat=71", "why=\"no single feature moved it\"");
    }

    /** A person emptied the score alone, or its write was not recorded. */
    @Test
    void reasonsOfAnEarlierScoreAreReplacedWhateverTheFieldOfTheScoreHas() {
        CustomFieldEntry earlier = text("+3 job.open_days");

        for (CustomFieldEntry score : List.of(text(null), number(71))) {
            assertThat(sent(decide(Map.of("rocketmat", score, "why", earlier), LEFT_OUT)))
                    .containsExactly("rocketmat=71", "why=\"+12 candidate.experience_years\"");
        }
        assertThat(decide(Map.of("rocketmat", number(71), "why", text("+12 candidate.experience_years")), LEFT_OUT))
                .isEqualTo(WRITTEN);
    }

    @Test
    void removalEmptiesReasonsOfAnyScoreOfOurs() {
        CarriedScore alone = carried(text(null), text("-7 candidate.custom[notice], +2 job.title"));

        assertThat(sent(WriteDecision.removal(alone, fields, LEFT_OUT))).containsExactly("why=null");
    }

    @Test
    void removalEmptiesOurFieldsAndSendsTheOthers() {
        CarriedScore ours = carried(text("+3 job.open_days"));

        assertThat(sent(WriteDecision.removal(ours, fields, LEFT_OUT))).containsExactly("rocketmat=null", "why=null");
        assertThat(sent(WriteDecision.removal(ours, fields, SENT)))
                .containsExactly("rocketmat=null", "why=null", "notice=\"two months\"");
    }

    @Test
    void removalKeepsAPersonsReasons() {
        assertThat(sent(WriteDecision.removal(carried(text("I know her")), fields, LEFT_OUT)))
                .containsExactly("rocketmat=null");
    }

    @Test
    void removalEmptiesOurReasonsBesideAPersonsScore() {
        CarriedScore replaced = carried(number(50), text("+3 job.open_days"));
        CarriedScore theirs = carried(number(50), text("I know her"));

        assertThat(replaced.showsReasons(fields)).isTrue();
        assertThat(sent(WriteDecision.removal(replaced, fields, LEFT_OUT))).containsExactly("why=null");
        assertThat(sent(WriteDecision.removal(replaced, fields, SENT)))
                .containsExactly("why=null", "notice=\"two months\"", "rocketmat=50");
        assertThat(theirs.showsScore(fields) || theirs.showsReasons(fields)).isFalse();
    }

    private static CarriedScore carried(CustomFieldEntry reasons) {
        return carried(number(60), reasons);
    }

    private static CarriedScore carried(CustomFieldEntry score, CustomFieldEntry reasons) {
        return new CarriedScore(
                with(Map.of("rocketmat", score, "why", reasons, "notice", text("two months"))),
                replacing(SCORE.value(), List.of(), "60").replaced().orElseThrow());
    }

    private static ScoreState state(WriteDecision decision) {
        return ((Settle) decision).state();
    }

    private static List<String> sent(WriteDecision decision) {
        return ((Patch) decision)
                .fields().stream()
                        .map(field -> field.nameKey() + "=" + field.value())
                        .toList();
    }

    private static Waiting replacing(String value, String written) {
        return replacing(new BigDecimal(value), List.of(), written);
    }

    /** A score that replaces ours, whose values were written. */
    private static Waiting replacing(BigDecimal value, List<Reason> reasons, String... written) {
        OwnScore own = new OwnScore(
                Applications.ID,
                "before",
                Stream.of(written)
                        .map(number -> OwnScore.Value.anywhere(new BigDecimal(number), null))
                        .toList());
        return new Waiting(Applications.ID, JOB, "version", value, reasons, Optional.of(own));
    }

    private WriteDecision decide(Waiting score, Application row) {
        return WriteDecision.of(score, row, EVERYTHING, fields, LEFT_OUT);
    }

    private WriteDecision decide(Map<String, CustomFieldEntry> row, Others others) {
        return WriteDecision.of(SCORE, with(row), EVERYTHING, fields, others);
    }
}
