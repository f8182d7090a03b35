package com.rocketmat.feature;

import static com.rocketmat.feature.FeatureValue.MISSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsSimilarityTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            Data Engineer,            Data Engineer,            1
            Senior Data Engineer,     Data Engineer,            0.8
            Data Engineer,            Product Manager,          0
            Data Engineer,            ENGINEER - data!,         1
            Ingénieur Données,        ingenieur donnees,        1
            Front-End Developer,      Front End Developer,      1
            Developer Developer,      Developer,                1
            Backend Engineer II,      Backend Engineer III,     0.6666666666666666
            ＤＡＴＡ Ⅱ,                  data ii,                  1
            Инженер данных,           инженер,                  0.6666666666666666
            """)
    void isTheShareOfCommonWords(String title, String jobName, double expected) {
        assertThat(Words.similarity(title, jobName).orElseThrow()).isCloseTo(expected, within(1e-15));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   ", "--- / !!!"})
    void isEmptyWithoutWords(String title) {
        assertThat(Words.similarity(title, "Data Engineer")).isEmpty();
        assertThat(Words.similarity("Data Engineer", title)).isEmpty();
        assertThat(Words.similarity(title, title)).isEmpty();
    }

    /** This ligature decomposes to eighteen letters. */
    @Test
    void aTextOfMegabytesIsCutBeforeItIsNormalised() {
        assertThat(String.join("", Words.in("\uFDFA".repeat(1_000_000)))).hasSizeLessThan(200_000);
    }

    @Test
    void theFeatureComparesTheCandidatesTitleWithTheJobsName() {
        assertThat(Rows.typical().value("match.title_similarity")).isEqualTo(Rows.numeric(0.8));
        assertThat(Rows.typical().title(null).value("match.title_similarity")).isEqualTo(MISSING);
    }
}
