package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.harvest.advice.Advice.Kind;
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
    void whatDoesNotPassAtAllEndsItAtOnce() {
        assertThat(TrainingEnd.after(new Advice(Kind.STANDING, "forbidden", "allow it"), true))
                .isEqualTo(Result.failed("forbidden: allow it"));
    }
}
