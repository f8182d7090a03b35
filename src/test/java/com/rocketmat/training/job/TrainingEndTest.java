package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.advice.Advice.Kind;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.training.job.TrainingEnd.Again;
import com.rocketmat.training.job.TrainingEnd.Result;
import java.time.Duration;
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
    void theKeyOfKeptValuesIsWaitedForForADay() {
        assertThat(TrainingEnd.withoutKey(true)).isInstanceOf(Again.class);
        assertThat(TrainingEnd.withoutKey(false)).isInstanceOf(Result.class);
    }

    @Test
    void whatBeginsAgainRestsForAMinute() {
        Again again = new Again("Vault is sealed");

        assertThat(TrainingRunner.rest(again, RunPermission.GRANTED)).isEqualTo(Duration.ofMinutes(1));
        assertThat(TrainingRunner.rest(again, RunPermission.DENIED)).isLessThan(Duration.ofMinutes(1));
        assertThat(TrainingRunner.rest(Result.failed("too few rows"), RunPermission.GRANTED))
                .isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void aVersionThatDoesNotPassItsChecksIsNoRefusalOfTheData() {
        assertThat(TrainingEnd.after(new ModelRefused("dry-batch", "model", "it is slow", "make it smaller")))
                .isEqualTo(Result.failed("the new version does not pass the check dry-batch: it is slow"));
    }

    @Test
    void keptValuesThatDoNotOpenAreWaitedForOnlyIfThatPasses() {
        HttpProblem away = ProblemType.BUSY.passing("Vault does not answer", 60);
        HttpProblem damaged =
                new ProblemType("damaged", 409, "Damaged", "").problem("They are not what they were", "verify the log");

        assertThat(TrainingEnd.afterSealed(away, true))
                .isEqualTo(new Again("Vault does not answer; it starts again from the beginning"));
        assertThat(TrainingEnd.afterSealed(away, false))
                .isEqualTo(Result.failed(
                        "Vault does not answer: it was begun more than a day ago; check Vault and the tenant's transit key,"
                                + " and ask for another training later"));
        assertThat(TrainingEnd.afterSealed(damaged, true))
                .isEqualTo(Result.failed(
                        "feature values that were kept do not open: They are not what they were: verify the log"));
    }

    @Test
    void whatDoesNotPassAtAllEndsItAtOnce() {
        assertThat(TrainingEnd.after(new Advice(Kind.STANDING, "forbidden", "allow it"), true))
                .isEqualTo(Result.failed("forbidden: allow it"));
    }
}
