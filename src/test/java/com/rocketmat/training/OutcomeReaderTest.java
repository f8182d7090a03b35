package com.rocketmat.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.HiringOutcomes;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.ApplicationStage;
import com.rocketmat.harvest.row.JobStage;
import com.rocketmat.harvest.row.Rejection;
import com.rocketmat.sandbox.StandIn;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutcomeReaderTest {

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final JobStage REVIEW = new JobStage(20, 2, "Application Review", 0);
    private static final JobStage SCREEN = new JobStage(21, 2, "Phone Screen", 1);
    private static final JobStage INTERVIEW_OF_ANOTHER_JOB = new JobStage(13, 1, "Interview", 3);

    private List<Rejection> rejections = List.of(new Rejection(9, 5, null, null));

    @Test
    void stagesOfAFormerJobDoNotCount() {
        Outcome outcome = outcome(INTERVIEW_OF_ANOTHER_JOB, REVIEW);

        assertThat(outcome.stages()).containsExactly(REVIEW);
        assertThat(outcome.stage()).isEqualTo("Application Review");
        assertThat(outcome.decidedAt()).isEqualTo(FIRST.plusSeconds(2));
    }

    @Test
    void theFurthestStageCountsEvenIfTheApplicationWasMovedBack() {
        assertThat(outcome(REVIEW, SCREEN, REVIEW).stage()).isEqualTo("Phone Screen");
    }

    @Test
    void withoutAKnownStageOfTheJobThereIsNoStage() {
        assertThat(outcome(INTERVIEW_OF_ANOTHER_JOB).stage()).isNull();
    }

    @Test
    void aRejectionWithoutATimeIsDecidedAtTheEndOfTheLastStage() {
        assertThat(outcome("rejected", REVIEW).decidedAt()).isEqualTo(FIRST.plusSeconds(1));
    }

    @Test
    void ofTwoRejectionsTheLaterOneCounts() {
        rejections = List.of(
                new Rejection(9, 5, null, FIRST.plusSeconds(30)),
                new Rejection(11, 5, null, FIRST.plusSeconds(50)),
                new Rejection(10, 5, null, FIRST.plusSeconds(40)));

        assertThat(outcome("rejected", REVIEW).decidedAt()).isEqualTo(FIRST.plusSeconds(50));
    }

    private Outcome outcome(JobStage... passed) {
        return outcome("hired", passed);
    }

    /** Of an application to job 2 that spent a second in each of these stages. */
    private Outcome outcome(String status, JobStage... passed) {
        List<ApplicationStage> stages = IntStream.range(0, passed.length)
                .mapToObj(at ->
                        new ApplicationStage(at, 5, passed[at].id(), FIRST.plusSeconds(at), FIRST.plusSeconds(at + 1)))
                .toList();
        HiringOutcomes greenhouse = StandIn.of(HiringOutcomes.class, (_, method, _) -> switch (method.getName()) {
            case "stages" -> stages;
            case "jobStages" -> List.of(passed);
            case "rejections" -> rejections;
            default -> throw new AssertionError(method);
        });
        Application application = new Application(
                5, FIRST, FIRST, 6, 2L, status, false, null, null, null, null, List.of(), null, List.of());
        return new OutcomeReader(greenhouse).read(List.of(application)).get(5L);
    }
}
