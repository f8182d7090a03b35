package com.rocketmat.model.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreFormatTest {

    @ParameterizedTest
    @CsvSource({
        "RAW, 0, 2.5, 3",
        "RAW, 2, 1234.5, 1234.50",
        "RAW, 1, -0.25, -0.3",
        "RAW, 4, 1e-9, 0.0000",
        "PERCENT, 0, 0.125, 13",
        "PERCENT, 0, 0.145, 15",
        "PERCENT, 1, 0.9995, 100.0",
        "PERCENT, 0, 0, 0",
        "PERCENT, 0, 1, 100",
        "PERCENT, 2, 0.3333333333, 33.33",
        "LOGIT, 0, 0, 50",
        "LOGIT, 3, 2, 88.080",
        "LOGIT, 0, 800, 100",
        "LOGIT, 0, -800, 0"
    })
    void scalesAndRoundsHalvesUp(ScoreFormat.Scale scale, int decimals, double raw, String written) {
        assertThat(new ScoreFormat(scale, decimals).of(raw)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.000009, -9e-6})
    void toleratesTheNoiseOfFloatSums(double raw) {
        assertThat(new ScoreFormat(ScoreFormat.Scale.PERCENT, 4).of(raw))
                .isBetween(BigDecimal.ZERO, BigDecimal.valueOf(100));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.01, -0.01, 42})
    void refusesAMarginAsAProbability(double raw) {
        ScoringFailed failed =
                catchThrowableOfType(ScoringFailed.class, () -> new ScoreFormat(ScoreFormat.Scale.PERCENT, 0).of(raw));

        assertThat(failed.field()).isEqualTo("score.scale");
        assertThat(failed.reason()).contains("not a probability");
        assertThat(failed.remedy()).contains("logit");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesInfinityAndNan(double raw) {
        for (ScoreFormat.Scale scale : ScoreFormat.Scale.values()) {
            assertThatThrownBy(() -> new ScoreFormat(scale, 0).of(raw)).isInstanceOf(ScoringFailed.class);
            assertThat(new ScoreFormat(scale, 0).unrounded(raw)).isNaN();
        }
    }
}
