package com.rocketmat.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.upload.FlaggedFeatures;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreViewTest {

    @Test
    void everyProtectedNameOrKnownProxyHasAWarning() {
        assertThat(FlaggedFeatures.all())
                .allSatisfy(feature ->
                        assertThat(of("job.open_days", feature).warning()).endsWith("attribute: " + feature));
        assertThat(of("job.open_days").warning()).isNull();
    }

    private static ScoreView of(String... features) {
        Score score = new Score();
        score.reasons = List.of(features).stream()
                .map(feature -> new Reason(feature, BigDecimal.ONE))
                .toList();
        return ScoreView.of(score, FlaggedFeatures.ATTRIBUTES);
    }
}
