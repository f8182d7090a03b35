package com.rocketmat.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeatureListTest {

    @Test
    void commasSeparateAndCommasInBracketsDoNot() {
        assertThat(FeatureList.split("job.id, application.answer[Would you [really], ever, move?],job.custom[a,b],,"))
                .containsExactly("job.id", "application.answer[Would you [really], ever, move?]", "job.custom[a,b]");
    }

    @Test
    void ofNothingThereIsNothing() {
        assertThat(FeatureList.split(" , ")).isEmpty();
    }
}
