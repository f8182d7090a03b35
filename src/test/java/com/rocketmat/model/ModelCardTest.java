package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rocketmat.model.manifest.ModelRefused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelCardTest {

    /** The parser has limits of its own, and says no place for these. */
    @ParameterizedTest
    @CsvSource({"[, 1200", "1, 1001"})
    void aCardBeyondTheLimitsOfTheParserIsRefused(String part, int times) {
        String card = "{\"purpose\":" + part.repeat(times);

        assertThat(catchThrowableOfType(ModelRefused.class, () -> ModelCard.parse(card))
                        .reason())
                .isEqualTo("the card is nested too deeply, or a number or name in it is too long");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "' '|card|empty",
                "{\"purpose\": |card|not valid JSON",
                "{\"purpose\": \"x\"} and more|card|not valid JSON",
                "{\"purpose\": \"x\", \"purpose\": \"y\"}|card|not valid JSON",
                "{\"contact\": \"ana\"}|card.purpose|what the version is for"
            })
    void aCardThatIsNoneIsRefusedByItsField(String card, String field, String reason) {
        ModelRefused refused = catchThrowableOfType(ModelRefused.class, () -> ModelCard.parse(card));

        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.reason()).contains(reason);
    }

    @Test
    void aByteOrderMarkIsNoPartOfACard() {
        assertThat(ModelCard.parse("\uFEFF{\"purpose\": \"engineers\"}"))
                .isEqualTo(new ModelCard(ModelCard.Format.JSON, "{\"purpose\": \"engineers\"}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"purpose\": \" \"}", "{\"purpose\": 0}", "{\"purpose\": [\"engineers\"]}", "{}"})
    void aCardWhosePurposeIsNoTextIsRefused(String card) {
        assertThat(catchThrowableOfType(ModelRefused.class, () -> ModelCard.parse(card))
                        .field())
                .isEqualTo("card.purpose");
    }

    @Test
    void aCardThatBeginsWithANulCharacterIsRefused() {
        assertThat(catchThrowableOfType(ModelRefused.class, () -> ModelCard.parse("\0# A card"))
                        .reason())
                .isEqualTo("the card contains a NUL character");
    }
}
