package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.advice.Advice.Kind;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.training.job.TrainingEnd.Result;
import com.rocketmat.training.job.TrainingEnd.Retry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingEndTest {

    private static final Advice TRANSIENT = new Advice(Kind.PASSING, "Greenhouse is not available", "nothing to do");

    @Test
    void aTransientFailureIsRetried() {
        assertThat(TrainingEnd.ofHarvestFailure(TRANSIENT, true))
                .isEqualTo(new Retry("Greenhouse is not available; it starts again from the beginning"));
    }

    @Test
    void aFailureThatLastsADayEndsTheTraining() {
        assertThat(TrainingEnd.ofHarvestFailure(TRANSIENT, false)).isInstanceOfSatisfying(Result.class, result -> {
            assertThat(result.state()).isEqualTo(TrainingState.FAILED);
            assertThat(result.reason().orElseThrow()).startsWith("Greenhouse is not available: ");
        });
    }

    @Test
    void aMissingKeyIsRetriedForADay() {
        assertThat(TrainingEnd.ofMissingKey(true)).isInstanceOf(Retry.class);
        assertThat(TrainingEnd.ofMissingKey(false)).isInstanceOf(Result.class);
    }

    @Test
    void aRetryWaitsAMinuteUnlessTheTenantIsPaused() {
        Retry again = new Retry("Vault is sealed");

        assertThat(TrainingRunner.backoff(again, RunPermission.GRANTED)).isEqualTo(Duration.ofMinutes(1));
        assertThat(TrainingRunner.backoff(again, RunPermission.DENIED)).isLessThan(Duration.ofMinutes(1));
        assertThat(TrainingRunner.backoff(Result.failed("too few rows"), RunPermission.GRANTED))
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void aRefusedModelIsAFailureNotARefusal() {
        assertThat(TrainingEnd.ofRefusedModel(new ModelRefused("dry-batch", "model", "it is slow", "make it smaller")))
                .isEqualTo(Result.failed("the new version does not pass the check dry-batch: it is slow"));
    }

    @Test
    void sealedValuesAreRetriedOnlyAfterATransientFailure() {
        HttpProblem away = ProblemType.BUSY.passing("Vault does not answer", 60);
        HttpProblem damaged =
                new ProblemType("damaged", 409, "Damaged", "").problem("They are not what they were", "verify the log");

        assertThat(TrainingEnd.ofSealedValues(away, true))
                .isEqualTo(new Retry("Vault does not answer; it starts again from the beginning"));
        assertThat(TrainingEnd.ofSealedValues(away, false))
                .isEqualTo(Result.failed(
                        "Vault does not answer: it started more than a day ago; check Vault and the tenant's transit key,"
                                + " and ask for another training later"));
        assertThat(TrainingEnd.ofSealedValues(damaged, true))
                .isEqualTo(Result.failed(
                        "Cannot decrypt the kept feature values: They are not what they were: verify the log"));
    }

    @Test
    void aPermanentFailureEndsTheTrainingAtOnce() {
        assertThat(TrainingEnd.ofHarvestFailure(new Advice(Kind.STANDING, "forbidden", "allow it"), true))
                .isEqualTo(Result.failed("forbidden: allow it"));
    }
}
