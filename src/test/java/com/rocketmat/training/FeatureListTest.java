package com.rocketmat.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureListTest {

    @Test
    void commasSeparateAndCommasInBracketsDoNot() {
        assertThat(FeatureList.split("job.id, application.answer[Would you [really], ever, move?],job.custom[a,b],,"))
                .containsExactly("job.id", "application.answer[Would you [really], ever, move?]", "job.custom[a,b]");
    }

    /** The text of a question is a person's: a refusal names it in an address that leaves it out, beside others. */
    @Test
    void aQuestionMayHaveBracketsWithoutTheirOthers() {
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
    void ofNothingThereIsNothing() {
        assertThat(FeatureList.split(" , ")).isEmpty();
    }
}
