package com.rocketmat.feature;

import static com.rocketmat.feature.FeatureValue.MISSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationFeaturesTest {

    @Test
    void ageCountsFractionsOfDays() {
        assertThat(Rows.bare().createdAt("2026-11-22T22:00:00.000Z").number("application.age_days"))
                .isEqualTo(1.5);
    }

    @Test
    void ageCountsMilliseconds() {
        assertThat(Rows.bare().createdAt("2026-11-24T09:59:59.500Z").number("application.age_days"))
                .isCloseTo(0.5 / 86_400, within(1e-12));
    }

    @Test
    void ageOfAnApplicationOfAnotherCenturyIsANumber() {
        assertThat(Rows.bare().createdAt("0001-01-01T00:00:00Z").number("application.age_days"))
                .isGreaterThan(700_000);
    }

    @Test
    void ageIsMissingWithoutCreationTime() {
        assertThat(Rows.bare().value("application.age_days")).isEqualTo(MISSING);
    }

    @Test
    void sourceIsAnIdThatKeepsAllItsDigits() {
        assertThat(Rows.bare().source(4_000_007_002L).value("application.source_id"))
                .isEqualTo(Rows.id(4_000_007_002L));
    }

    @Test
    void sourceIsMissingWhenNull() {
        assertThat(Rows.bare().value("application.source_id")).isEqualTo(MISSING);
    }

    @Test
    void anApplicationWithAReferrerIsReferred() {
        assertThat(Rows.bare().referrer(88L).value("application.referred")).isEqualTo(Rows.numeric(1));
    }

    @Test
    void anApplicationWithoutAReferrerIsNotReferred() {
        assertThat(Rows.bare().value("application.referred")).isEqualTo(Rows.numeric(0));
    }

    @Test
    void locationAndStageAreTakenAsTheyAre() {
        Rows rows = Rows.bare().location("Lyon, France").stage("Application Review");

        assertThat(rows.value("application.location")).isEqualTo(Rows.text("Lyon, France"));
        assertThat(rows.value("application.stage")).isEqualTo(Rows.text("Application Review"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void locationAndStageAreMissingWhenBlank(String blank) {
        Rows rows = Rows.bare().location(blank).stage(blank);

        assertThat(rows.value("application.location")).isEqualTo(MISSING);
        assertThat(rows.value("application.stage")).isEqualTo(MISSING);
    }

    @Test
    void anAnswerIsFoundByTheExactTextOfItsQuestion() {
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
    void ofTwoEqualQuestionsTheOneWithAnAnswerCounts() {
        Rows rows = Rows.bare()
                .answer("Website", null)
                .answer("Website", "")
                .answer(null, "lost")
                .answer("Website", "example.com");

        assertThat(rows.value("application.answer[Website]")).isEqualTo(Rows.text("example.com"));
    }
}
