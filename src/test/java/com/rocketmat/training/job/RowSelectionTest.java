package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.feature.FeatureRow;
import com.rocketmat.harvest.row.JobStage;
import com.rocketmat.tenant.settings.TrainingLabel;
import com.rocketmat.training.fit.report.Report.LeftOut;
import com.rocketmat.training.fit.rows.TrainingRow;
import com.rocketmat.training.job.TrainingEnd.Ended;
import com.rocketmat.training.job.TrainingEnd.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowSelectionTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant NOW = START.plus(Duration.ofDays(60));
    private static final JobStage REVIEW = new JobStage(1, 7, "Application Review", 0);
    private static final JobStage INTERVIEW = new JobStage(2, 7, "Interview", 1);
    private static final JobStage OFFER = new JobStage(3, 7, "Offer", 2);
    private static final TrainingLabel INTERVIEWED = new TrainingLabel(Optional.of("Interview"));

    @Test
    void hiredIsTheLabelByDefault() {
        List<GatheredRow> rows = List.of(row(1, 10, 7, true), row(2, 11, 7, false, REVIEW));

        assertThat(positives(labelled(rows, TrainingLabel.HIRED))).isEqualTo(1);
    }

    @Test
    void aStageIsReachedByApplicationsThatWereInItOrInALaterOne() {
        List<GatheredRow> rows = List.of(
                row(1, 10, 7, false, REVIEW),
                row(2, 11, 7, false, REVIEW, INTERVIEW),
                // moved back to the first stage; then one that skipped the interview
                row(3, 12, 7, false, INTERVIEW, REVIEW),
                row(4, 13, 7, false, REVIEW, OFFER),
                row(5, 14, 7, true));

        List<TrainingRow> labelled = labelled(rows, INTERVIEWED);

        assertThat(labelled.size()).isEqualTo(5);
        assertThat(positives(labelled)).isEqualTo(4);
    }

    @Test
    void blanksAroundTheNameOfAStageAreIgnored() {
        List<GatheredRow> rows = List.of(row(1, 10, 7, false, new JobStage(4, 7, "Interview ", 1)));

        assertThat(positives(labelled(rows, INTERVIEWED))).isEqualTo(1);
    }

    @Test
    void ofTwoStagesWithOneNameTheEarlierCounts() {
        List<GatheredRow> rows =
                List.of(row(1, 10, 7, false, new JobStage(4, 7, "Interview", 3)), row(2, 11, 7, false, INTERVIEW));

        assertThat(positives(labelled(rows, INTERVIEWED))).isEqualTo(2);
    }

    @Test
    void anUnknownStageIsRefusedWithTheNamesOfTheStages() {
        List<GatheredRow> rows = List.of(row(1, 10, 7, false, REVIEW, OFFER), row(2, 11, 7, true, INTERVIEW));

        assertThatThrownBy(() -> labelled(rows, new TrainingLabel(Optional.of("interview"))))
                .isInstanceOfSatisfying(
                        Ended.class,
                        ended -> assertThat(ended.end())
                                .isEqualTo(Result.refused(
                                        "training_label: none of the decided applications was ever in a stage interview. Capital letters count;"
                                                + " the stages are: Application Review, Interview, Offer.")));
        assertThat(labelled(List.of(row(3, 12, 7, false)), INTERVIEWED))
                .as("no stages to choose from")
                .isEmpty();
    }

    @Test
    void applicationsToAJobWithoutTheStageAreLeftOutAndCounted() {
        RowSelection selection = select(
                List.of(row(1, 10, 7, false, INTERVIEW), row(2, 11, 8, false, REVIEW), row(3, 12, 8, false, OFFER)),
                INTERVIEWED);

        assertThat(selection.rows().size()).isEqualTo(1);
        assertThat(selection.leftOut())
                .containsExactly(
                        new LeftOut("2 applications", "no application of its job was ever in the stage Interview"));
    }

    @Test
    void applicationsCreatedShortlyBeforeTheLastDecisionAreLeftOut() {
        // decided after 10 days, except the last; the last decision is on day 30
        List<GatheredRow> rows = List.of(
                row(1, 0, 7, true),
                row(2, 5, 7, true),
                row(3, 20, 7, false),
                row(4, 20, 7, true),
                row(5, 25, 1, 7, false));
        RowSelection selection = select(rows, TrainingLabel.HIRED);

        assertThat(selection.rows().size()).isEqualTo(4);
        assertThat(selection.leftOut()).singleElement().asString().contains("1 application", "10 days");
    }

    @Test
    void aDecisionInTheFutureIsLeftOutAndIsNotTheLast() {
        GatheredRow slip =
                new GatheredRow(9, 9, 7, START, NOW.plus(Duration.ofDays(9_000)), true, List.of(), FeatureRow.EMPTY);
        RowSelection selection = select(
                List.of(row(1, 0, 7, true), row(2, 0, 7, false), row(3, 0, 7, false), row(4, 5, 7, true), slip),
                TrainingLabel.HIRED);

        assertThat(selection.rows()).extracting(TrainingRow::applicationId).containsExactly(1L, 2L, 3L, 4L);
        assertThat(selection.lastDecision()).isEqualTo(START.plus(Duration.ofDays(15)));
        assertThat(selection.leftOut())
                .containsExactly(new LeftOut(
                        "1 application",
                        "the time of the decision is unknown, in the future, or before the application"));
    }

    @Test
    void theMedianIsThatOfTheSortedTimes() {
        List<GatheredRow> rows = List.of(
                row(1, 0, 4, 7, true),
                row(2, 0, 2, 7, true),
                row(3, 0, 40, 7, true),
                row(4, 57, 2, 7, true),
                // before it was created
                row(5, 50, -1, 7, true));

        RowSelection selection = select(rows, TrainingLabel.HIRED);

        assertThat(selection.rows()).extracting(TrainingRow::applicationId).containsExactly(1L, 2L, 3L);
        assertThat(selection.leftOut())
                .satisfiesExactly(
                        undated -> assertThat(undated.why())
                                .isEqualTo(
                                        "the time of the decision is unknown, in the future, or before the application"),
                        young -> assertThat(young.why()).contains("(4 days)"));
    }

    @Test
    void excludedCandidatesAndUndatedDecisionsAreLeftOut() {
        GatheredRow undated = new GatheredRow(9, 9, 7, START, null, true, List.of(), FeatureRow.EMPTY);
        RowSelection selection = RowSelection.of(
                List.of(row(1, 0, 7, true), row(2, 0, 7, true), undated), TrainingLabel.HIRED, Set.of(2L), NOW);

        assertThat(selection.rows().size()).isEqualTo(1);
        assertThat(selection.leftOut()).extracting(LeftOut::what).containsExactly("1 application", "1 application");
    }

    private static long positives(List<TrainingRow> rows) {
        return rows.stream().filter(TrainingRow::positive).count();
    }

    private static List<TrainingRow> labelled(List<GatheredRow> rows, TrainingLabel label) {
        return select(rows, label).rows();
    }

    private static RowSelection select(List<GatheredRow> rows, TrainingLabel label) {
        return RowSelection.of(rows, label, Set.of(), NOW);
    }

    private static GatheredRow row(long id, int day, long job, boolean hired, JobStage... stages) {
        return row(id, day, 10, job, hired, stages);
    }

    private static GatheredRow row(long id, int day, int days, long job, boolean hired, JobStage... stages) {
        Instant created = START.plus(Duration.ofDays(day));
        return new GatheredRow(
                id, id, job, created, created.plus(Duration.ofDays(days)), hired, List.of(stages), FeatureRow.EMPTY);
    }
}
