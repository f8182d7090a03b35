package com.rocketmat.privacy.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.score.Reason;
import com.rocketmat.score.ScoreState;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlainWordsTest {

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyFeatureOfTheCatalogueHasWords(Language language) {
        new FeatureCatalogue()
                .describe()
                .forEach(feature -> assertThat(FeatureWords.of(feature.name(), language))
                        .as(feature.name())
                        .isNotBlank()
                        .doesNotContain("%s")
                        .isNotEqualTo(feature.name()));
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyStateHasWords(Language language) {
        for (ScoreState state : ScoreState.values()) {
            assertThat(PlainWords.of(state, language)).endsWith(".");
        }
        assertThat(PlainWords.about(language)).hasSize(4).allMatch(sentence -> sentence.endsWith("."));
    }

    @Test
    void aReasonSaysWhatRaisedOrLoweredTheScoreAndByHowMuch() {
        assertThat(PlainWords.of(reason("candidate.jobs_count", "-1.50"), Language.ENGLISH))
                .isEqualTo("Number of jobs held: lowered the score by 1.5");
        assertThat(PlainWords.of(reason("candidate.jobs_count", "1200"), Language.SPANISH))
                .isEqualTo("Número de empleos: aumentó la puntuación en 1200");
        assertThat(PlainWords.of(reason("application.answer[50 %s or\nmore?]", "0.5"), Language.PORTUGUESE))
                .isEqualTo("Resposta a “50 %s or\nmore?”: aumentou a pontuação em 0,5");
    }

    @Test
    void aFeatureThatIsNoLongerInTheCatalogueIsCalledAsTheModelCallsIt() {
        assertThat(FeatureWords.of("candidate.shoe_size", Language.ENGLISH)).isEqualTo("candidate.shoe_size");
        assertThat(FeatureWords.of("offer.custom[x]", Language.ENGLISH)).isEqualTo("offer.custom[x]");
    }

    @Test
    void theFirstLanguageThatWeHaveIsTaken() {
        assertThat(Language.among(List.of(Locale.FRENCH, Locale.forLanguageTag("pt-BR"), Locale.ENGLISH)))
                .isEqualTo(Language.PORTUGUESE);
        assertThat(Language.among(List.of())).isEqualTo(Language.ENGLISH);
    }

    private static Reason reason(String feature, String weight) {
        return new Reason(feature, new BigDecimal(weight));
    }
}
