package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rocketmat.model.manifest.ModelRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCardTest {

    /** The parser has limits of its own, and reports no position for them. */
    @ParameterizedTest
    @CsvSource({"[, 1200", "1, 1001"})
    void aCardBeyondTheLimitsOfTheParserIsRefused(String part, int times) {
        refused("{\"purpose\":" + part.repeat(times), "card", "the card is nested too deeply, or a number or name");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            ` `,                               card,         empty
            `{"purpose": `,                    card,         not valid JSON
            `{"purpose": "x"} and more`,       card,         not valid JSON
            `{"purpose": "x", "purpose": "y"}`, card,        not valid JSON
            `{"contact": "ana"}`,              card.purpose, what the version is for
            `{}`,                              card.purpose, what the version is for
            `{"purpose": " "}`,                card.purpose, what the version is for
            `{"purpose": 0}`,                  card.purpose, what the version is for
            `{"purpose": ["engineers"]}`,      card.purpose, what the version is for
            """)
    void anInvalidCardIsRefusedByItsField(String card, String field, String reason) {
        refused(card, field, reason);
    }

    @Test
    void aCardWithANulCharacterIsRefused() {
        refused("\0# A card", "card", "the card contains a NUL character");
        refused("# A\0ll", "card", "the card contains a NUL character");
    }

    @Test
    void aByteOrderMarkIsNotPartOfACard() {
        assertThat(ModelCard.parse("\uFEFF{\"purpose\": \"engineers\"}"))
                .isEqualTo(new ModelCard(ModelCard.Format.JSON, "{\"purpose\": \"engineers\"}"));
    }

    @Test
    void theLimitCountsCharactersNotBytes(@TempDir Path directory) throws IOException {
        String longest = "é".repeat(ModelCard.MAX_CHARACTERS);
        Path file = Files.writeString(directory.resolve("card.md"), longest);

        assertThat(ModelCard.parse(ModelCard.read(file)).content()).isEqualTo(longest);
        refused(longest + "x", "card", "at most");
    }

    private static void refused(String card, String field, String reason) {
        ModelRefused refused = catchThrowableOfType(ModelRefused.class, () -> ModelCard.parse(card));

        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.reason()).contains(reason);
    }
}
