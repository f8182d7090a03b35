package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.advice.Advice.Kind;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.training.job.TrainingEnd.Again;
import com.rocketmat.training.job.TrainingEnd.Result;
import org.junit.jupiter.api.Test;

class TrainingEndTest {

    private static final Advice PASSING = new Advice(Kind.PASSING, "Greenhouse is not available", "nothing to do");

    @Test
    void whatPassesIsTriedAgain() {
        assertThat(TrainingEnd.after(PASSING, true))
                .isEqualTo(new Again("Greenhouse is not available; it starts again from the beginning"));
    }

    @Test
    void whatDoesNotPassInADayEndsIt() {
        assertThat(TrainingEnd.after(PASSING, false)).isInstanceOfSatisfying(Result.class, result -> {
            assertThat(result.state()).isEqualTo(TrainingState.FAILED);
            assertThat(result.reason().orElseThrow()).startsWith("Greenhouse is not available: ");
        });
    }

    @Test
    void aProcessThatDoesNotStartIsTriedAgainForADay() {
        assertThat(TrainingEnd.afterNotStarted("it did not start", true))
                .isEqualTo(new Again("it did not start; it starts again from the beginning"));
        assertThat(TrainingEnd.afterNotStarted("it did not start", false))
                .isInstanceOfSatisfying(
                        Result.class, result -> assertThat(result.state()).isEqualTo(TrainingState.FAILED));
    }

    @Test
    void aVersionThatDoesNotPassItsChecksIsNoRefusalOfTheData() {
        assertThat(TrainingEnd.after(new ModelRefused("cases", "cases[0]", "it is off", "export it differently")))
                .isEqualTo(Result.failed("the new version does not pass the check cases: it is off"));
    }

    @Test
    void keptValuesThatDoNotOpenAreWaitedForOnlyIfThatPasses() {
        HttpProblem away = HttpProblem.builder()
                .withStatus(503)
                .withDetail("Vault does not answer")
                .build();
        HttpProblem damaged = HttpProblem.builder()
                .withStatus(409)
                .withDetail("They are not what they were")
                .with("remedy", "verify the log")
                .build();

        assertThat(TrainingEnd.afterSealed(away))
                .isEqualTo(new Again("Vault does not answer; it starts again from the beginning"));
        assertThat(TrainingEnd.afterSealed(damaged))
                .isEqualTo(Result.failed(
                        "feature values that were kept do not open: They are not what they were: verify the log"));
    }

    @Test
    void whatDoesNotPassAtAllEndsItAtOnce() {
        assertThat(TrainingEnd.after(new Advice(Kind.STANDING, "forbidden", "allow it"), true))
                .isEqualTo(Result.failed("forbidden: allow it"));
    }
}
