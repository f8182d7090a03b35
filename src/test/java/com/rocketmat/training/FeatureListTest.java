package com.rocketmat.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureListTest {

    @Test
    void splitsAtCommasOutsideBrackets() {
        assertThat(FeatureList.split("job.id, application.answer[Would you [really], ever, move?],job.custom[a,b],,"))
                .containsExactly("job.id", "application.answer[Would you [really], ever, move?]", "job.custom[a,b]");
    }

    /** People write the questions, and a refusal suggests an address that leaves them out. */
    @Test
    void aQuestionMayHaveUnbalancedBrackets() {
        List<String> names = List.of(
                "application.answer[Do you have [a licence, for trucks?]",
                "application.answer[a) why], b) how]?]",
                "application.answer[Rate us: [1, 2] or ], please]",
                "match.title_similarity",
                "job.custom[a,b]",
                "application.answer[,[]",
                "job.id");

        assertThat(FeatureList.split(String.join(",", names))).isEqualTo(names);
        assertThat(FeatureList.split(String.join(" , ", names.reversed()))).isEqualTo(names.reversed());
    }

    @Test
    void isEmptyWithoutNames() {
        assertThat(FeatureList.split(" , ")).isEmpty();
    }
}
