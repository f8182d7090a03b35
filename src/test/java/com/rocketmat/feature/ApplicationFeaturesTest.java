package com.rocketmat.feature;

import static com.rocketmat.feature.FeatureValue.MISSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationFeaturesTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T22:00:00.000Z, 1.5",
        "2026-11-24T09:59:59.136Z, 1e-5",
        "0001-01-01T00:00:00Z, 739943.4166666666"
    })
    void ageCountsFractionsOfDays(String createdAt, double days) {
        assertThat(Rows.bare().createdAt(createdAt).number("application.age_days"))
                .isCloseTo(days, within(1e-9));
    }

    @Test
    void anIdKeepsAllItsDigits() {
        assertThat(Rows.bare().source(4_000_007_002L).value("application.source_id"))
                .isEqualTo(Rows.id(4_000_007_002L));
    }

    @Test
    void anApplicationWithAReferrerIsReferred() {
        assertThat(Rows.bare().referrer(88L).value("application.referred")).isEqualTo(Rows.numeric(1));
        assertThat(Rows.bare().value("application.referred")).isEqualTo(Rows.numeric(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"age_days", "source_id", "location", "stage"})
    void whatGreenhouseDoesNotReturnIsMissing(String feature) {
        assertThat(Rows.bare().value("application." + feature)).isEqualTo(MISSING);
    }

    @Test
    void locationAndStageAreUnchanged() {
        Rows rows = Rows.bare().location("Lyon, France").stage("Application Review");

        assertThat(rows.value("application.location")).isEqualTo(Rows.text("Lyon, France"));
        assertThat(rows.value("application.stage")).isEqualTo(Rows.text("Application Review"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void locationAndStageAreMissingIfBlank(String blank) {
        Rows rows = Rows.bare().location(blank).stage(blank);

        assertThat(rows.value("application.location")).isEqualTo(MISSING);
        assertThat(rows.value("application.stage")).isEqualTo(MISSING);
    }

    @Test
    void anAnswerIsFoundByTheExactQuestion() {
        Rows rows = Rows.bare().answer("Right to work?", "Yes").answer("Salary [EUR]?", "52000");

        assertThat(rows.value("application.answer[Right to work?]")).isEqualTo(Rows.text("Yes"));
        assertThat(rows.value("application.answer[Salary [EUR]?]")).isEqualTo(Rows.text("52000"));
        assertThat(rows.value("application.answer[right to work?]")).isEqualTo(MISSING);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void anUnansweredQuestionIsMissing(String blank) {
        assertThat(Rows.bare().answer("Notice period?", blank).value("application.answer[Notice period?]"))
                .isEqualTo(MISSING);
    }

    @Test
    void ofEqualQuestionsTheAnsweredOneCounts() {
        Rows rows = Rows.bare()
                .answer("Website", null)
                .answer("Website", "")
                .answer(null, "lost")
                .answer("Website", "example.com");

        assertThat(rows.value("application.answer[Website]")).isEqualTo(Rows.text("example.com"));
    }
}
