package com.rocketmat.privacy.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.DecisionMode;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.score.ScoreState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlainWordsTest {

    private static final Pattern PLACEHOLDER = Pattern.compile("%s");

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyFeatureOfTheCatalogueHasWords(Language language) {
        new FeatureCatalogue()
                .describe()
                .forEach(feature -> assertThat(PlainWords.feature(feature.name(), language))
                        .as("feature.%s in words/%s.properties", feature.name(), language.code())
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
        assertThat(PlainWords.about(Duration.ofDays(1461), Duration.ofDays(184), language))
                .hasSize(5)
                .allMatch(sentence -> sentence.endsWith("."))
                .last()
                .asString()
                .containsSubsequence(" 1461 ", " 184 ");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void everyReasonNotToScoreHasWordsAndARemedy(Language language) {
        for (LeftAlone why : LeftAlone.values()) {
            assertThat(List.of(PlainWords.of(why, language), PlainWords.remedy(why, language)))
                    .as(why.name())
                    .allSatisfy(words -> assertThat(words).endsWith(".").doesNotContain("%"));
        }
        assertThat(Stream.of(LeftAlone.values()).map(why -> PlainWords.of(why, language)))
                .as("each has its own")
                .doesNotHaveDuplicates();
        for (Verdict verdict : Verdict.values()) {
            assertThat(PlainWords.of(verdict, language)).as(verdict.name()).endsWith(".");
        }
    }

    @ParameterizedTest
    @EnumSource(DecisionKind.class)
    void everyKindOfDecisionHasWordsInEveryMode(DecisionKind kind) {
        for (Language language : Language.values()) {
            assertThat(PlainWords.of(kind, null, language)).endsWith(".");
            for (DecisionMode mode : DecisionMode.values()) {
                assertThat(PlainWords.of(kind, mode, language)).endsWith(".").doesNotContain("%");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = ScoreState.class, names = "WRITTEN", mode = EnumSource.Mode.EXCLUDE)
    void everyStateButWrittenHasARemedy(ScoreState state) {
        for (Language language : Language.values()) {
            assertThat(PlainWords.remedy(state, language))
                    .hasValueSatisfying(words -> assertThat(words).endsWith("."));
        }
        assertThat(PlainWords.remedy(ScoreState.WRITTEN, Language.ENGLISH)).isEmpty();
    }

    @Test
    void aFeatureOutsideTheCatalogueKeepsItsName() {
        assertThat(PlainWords.feature("candidate.shoe_size", Language.ENGLISH)).isEqualTo("candidate.shoe_size");
        assertThat(PlainWords.feature("offer.custom[x]", Language.ENGLISH)).isEqualTo("offer.custom[x]");
        assertThat(PlainWords.feature("candidate.custom", Language.ENGLISH)).isEqualTo("candidate.custom");
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void allLanguagesHaveTheSameKeysAndPlaceholders(Language language) throws IOException {
        assertThat(placeholders(language)).isNotEmpty().isEqualTo(placeholders(Language.ENGLISH));
    }

    private static Map<String, Long> placeholders(Language language) throws IOException {
        Properties sentences = new Properties();
        sentences.load(Files.newBufferedReader(Path.of("src/main/resources/words", language.code() + ".properties")));
        return sentences.stringPropertyNames().stream()
                .collect(Collectors.toMap(
                        key -> key,
                        key -> PLACEHOLDER
                                .matcher(sentences.getProperty(key))
                                .results()
                                .count()));
    }

    @Test
    void theFirstSupportedLanguageIsChosen() {
        assertThat(Language.among(List.of(Locale.FRENCH, Locale.forLanguageTag("pt-BR"), Locale.ENGLISH)))
                .isEqualTo(Language.PORTUGUESE);
        assertThat(Language.among(List.of())).isEqualTo(Language.ENGLISH);
    }
}
