package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.advice.Advice.Kind;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.training.job.TrainingEnd.Result;
import com.rocketmat.training.job.TrainingEnd.Retry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingEndTest {

    private static final Advice TRANSIENT = new Advice(Kind.PASSING, "Greenhouse is not available", "nothing to do");

    @Test
    void aTransientFailureIsRetriedForADay() {
        assertThat(TrainingEnd.ofHarvestFailure(TRANSIENT)).isInstanceOfSatisfying(Retry.class, retry -> {
            assertThat(retry.explanation())
                    .isEqualTo("Greenhouse is not available; the training starts again from the beginning");
            assertThat(retry.givenUp())
                    .contains(Result.failed("Greenhouse is not available: the training started more than a day ago;"
                            + " check status.greenhouse.io, and ask for another training later"));
        });
    }

    @Test
    void aShutdownOrAPauseIsNeverTheLastStart() {
        assertThat(TrainingEnd.SHUT_DOWN.givenUp()).isEmpty();
        assertThat(TrainingEnd.PAUSED.givenUp()).isEmpty();
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

        assertThat(TrainingEnd.ofSealedValues(away))
                .isEqualTo(new Retry("Vault does not answer", Optional.of(TrainingEnd.ASK_VAULT)));
        assertThat(TrainingEnd.ofSealedValues(damaged))
                .isEqualTo(Result.failed(
                        "Cannot decrypt the kept feature values: They are not what they were: verify the log"));
    }

    @Test
    void aPermanentFailureEndsTheTrainingAtOnce() {
        assertThat(TrainingEnd.ofHarvestFailure(new Advice(Kind.STANDING, "forbidden", "allow it")))
                .isEqualTo(Result.failed("forbidden: allow it"));
    }
}
