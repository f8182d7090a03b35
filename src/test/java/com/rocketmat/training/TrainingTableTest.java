package com.rocketmat.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingTableTest {

    private static final String TITLE = "candidate.title";

    /** Otherwise a model could learn a category that never occurs when scoring. */
    @Test
    void aTextIsWhatTheRuntimeGetsAsInput() {
        TrainingTable table =
                new TrainingTable(List.of(new FeatureCatalogue().find(TITLE).orElseThrow()), _ -> List.of());

        List<Object> row = table.row(
                1,
                Instant.EPOCH,
                Map.of(TITLE, new FeatureValue.Text("\uD83D\uDE80 Zoë")),
                new Outcome(Outcome.HIRED, null, null, List.of(), null));

        assertThat(row).contains("\uFFFD Zoë");
    }
}
