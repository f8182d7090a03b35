package com.rocketmat.privacy.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.model.upload.FlaggedFeatures;
import com.rocketmat.model.upload.ProtectedAttributes;
import com.rocketmat.privacy.words.Explanation.Effect;
import com.rocketmat.score.Reason;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationsTest {

    private static final BigDecimal SCORE = new BigDecimal("87");
    private static final String VERSION = "9f86d081884c" + "0".repeat(52);

    private final Explanations explanations =
            new Explanations(new ProtectedAttributes(List.of("*gender*", "age"), List.of("zip code", "photo*")));

    static Stream<Arguments> featuresAndLanguages() {
        return new FeatureCatalogue()
                .describe().stream()
                        .map(feature -> feature.name())
                        .flatMap(feature -> Stream.of(Language.values())
                                .flatMap(language -> Stream.of("12.3", "-4")
                                        .map(weight -> Arguments.of(feature, language, new BigDecimal(weight)))));
    }

    @ParameterizedTest
    @MethodSource("featuresAndLanguages")
    void everyFeatureIsExplainedInEveryLanguage(String feature, Language language, BigDecimal weight) {
        Reason reason = new Reason(feature, weight);

        Explanation made = explained(List.of(reason), language);

        boolean up = weight.signum() > 0;
        Effect effect = (up ? made.raised() : made.lowered()).getFirst();
        assertThat(up ? made.lowered() : made.raised()).isEmpty();
        assertThat(effect.feature()).isEqualTo(feature);
        assertThat(effect.without()).isEqualTo(up ? "75" : "91");
        assertThat(effect.sentence())
                .startsWith(PlainWords.feature(feature, language) + ": ")
                .contains(up ? "12" : "4", up ? "75" : "91")
                .endsWith(".")
                .doesNotContain("%s");
    }

    @Test
    void aSentenceHasTheScoreWithoutTheFeature() {
        assertThat(explanations.effects(
                        SCORE,
                        List.of(reason("job.open_days", "-4"), reason("candidate.experience_years", "12.30")),
                        Language.ENGLISH))
                .extracting(Effect::sentence)
                .containsExactly(
                        "Years of experience: raised the score by 12.3; without it the score would be about 75.",
                        "Days the job has been open: lowered the score by 4; without it the score would be about 91.");
        assertThat(explanations.effects(
                        new BigDecimal("0.50"),
                        List.of(reason("application.answer[50 %s or\nmore?]", "0.5")),
                        Language.PORTUGUESE))
                .extracting(Effect::sentence)
                .containsExactly(
                        "Resposta a “50 %s or\nmore?”: aumentou a pontuação em 0,5; sem isso, a pontuação seria de cerca de 0.");
        assertThat(explanations.effects(SCORE, List.of(reason("candidate.jobs_count", "1200")), Language.SPANISH))
                .extracting(Effect::sentence)
                .containsExactly(
                        "Número de empleos: aumentó la puntuación en 1200; sin eso, la puntuación sería de aproximadamente -1113.");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.4, 0", "0, 0.5, 0", "100, -0.3, 100", "100, -0.5, 100", "87.00, 12.345, 74.65", "7E+1, -4, 74"})
    void theScoreWithoutAFeatureHasTheDecimalsOfTheScore(BigDecimal score, BigDecimal weight, BigDecimal without) {
        assertThat(explanations.of(
                        score,
                        List.of(new Reason("candidate.title", weight)),
                        Optional.empty(),
                        VERSION,
                        Language.ENGLISH))
                .extracting(made -> weight.signum() > 0 ? made.raised() : made.lowered())
                .satisfies(effects -> assertThat(effects.getFirst().without()).isEqualTo(without));
    }

    @Test
    void effectsAreSplitBySignAndSortedByStrength() {
        Explanation made = explained(
                List.of(
                        reason("candidate.title", "1"),
                        reason("candidate.school", "-9"),
                        reason("candidate.jobs_count", "3"),
                        reason("job.open_days", "-2")),
                Language.ENGLISH);

        assertThat(made.raised())
                .extracting(Effect::feature)
                .containsExactly("candidate.jobs_count", "candidate.title");
        assertThat(made.lowered()).extracting(Effect::feature).containsExactly("candidate.school", "job.open_days");
        assertThat(made.notes()).hasSize(2);
    }

    @Test
    void theSummaryNamesModelAndVersion() {
        assertThat(explained(List.of(), Language.ENGLISH).summary())
                .isEqualTo("The score is 87. It was computed by the model “engineering”, version 9f86d081884c.");
        assertThat(explanations
                        .of(SCORE, List.of(), Optional.empty(), VERSION, Language.SPANISH)
                        .summary())
                .isEqualTo("La puntuación es 87. La calculó la versión de modelo 9f86d081884c.");
        assertThat(explained(List.of(), Language.ENGLISH).notes())
                .singleElement()
                .asString()
                .startsWith("For this score no reasons are stored");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyProtectedAttributeAndKnownProxyHasAWarning(Language language) {
        Explanations byDefault = new Explanations(FlaggedFeatures.ATTRIBUTES);
        for (String feature : FlaggedFeatures.all()) {
            Effect effect = byDefault
                    .of(SCORE, List.of(reason(feature, "5")), Optional.empty(), VERSION, language)
                    .raised()
                    .getFirst();
            assertThat(effect.warning()).as(feature).matches("(Warning|Atenção|Atención): .*\\.");
            assertThat(effect.sentence()).endsWith(" " + effect.warning());
            assertThat(byDefault
                            .effects(SCORE, List.of(reason(feature, "-5")), language)
                            .getFirst()
                            .sentence())
                    .endsWith(" " + effect.warning());
        }
        for (String feature :
                List.of("candidate.custom[language]", "candidate.experience_years", "application.age_days")) {
            assertThat(explained(List.of(reason(feature, "5")), language)
                            .raised()
                            .getFirst()
                            .warning())
                    .as(feature)
                    .isNull();
        }
    }

    @Test
    void aMissingScoreHasNoEffects() {
        assertThat(explanations.effects(null, List.of(), Language.ENGLISH)).isEmpty();
    }

    private Explanation explained(List<Reason> reasons, Language language) {
        return explanations.of(SCORE, reasons, Optional.of("engineering"), VERSION, language);
    }

    private static Reason reason(String feature, String weight) {
        return new Reason(feature, new BigDecimal(weight));
    }
}
