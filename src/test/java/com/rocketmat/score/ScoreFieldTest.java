package com.rocketmat.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.row.CustomFieldEntry;
import java.math.BigDecimal;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreFieldTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ScoreField number = new ScoreField("fit_score", true);
    private final ScoreField text = new ScoreField("fit_score", false);

    @Test
    void aMissingFieldIsEmpty() {
        assertThat(number.empty(Map.of())).isTrue();
        assertThat(number.carries(Map.of(), BigDecimal.TEN)).isFalse();
        assertThat(number.empty(fields("other", "number", "70"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "[]"})
    void anUnsetFieldIsEmpty(String value) {
        assertThat(number.empty(fields("fit_score", "number", value))).isTrue();
        assertThat(number.carries(fields("fit_score", "number", value), BigDecimal.ZERO))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "70", "\"70\"", "\"n/a\"", "false"})
    void aFieldWithAnyValueIsNotEmpty(String value) {
        assertThat(number.empty(fields("fit_score", "number", value))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "70,70",
        "70.0,70",
        "\"70\",70",
        "\"70.00\",70",
        "\" 70 \",70",
        "\"73.5\",73.50",
        "7E+1,70",
        "0,0",
        "-1.25,-1.25"
    })
    void aValueIsRecognisedAsNumberOrTextWithAnyZeros(String present, BigDecimal value) {
        assertThat(number.carries(fields("fit_score", "number", present), value))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"73.6,73.55", "73.5,73.55", "74,73.55", "73,73.55", "\"73.55\",73.5501"})
    void aRoundedScoreIsRecognised(String present, BigDecimal value) {
        assertThat(number.carries(fields("fit_score", "number", present), value))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"73.6,73.55,2", "74,73.55,4", "1,0.8731,4", "88,87.50,1", "87,87.50,2", "0,0.8731,4"})
    void aFieldThatHasShownTheDecimalsDoesNotRound(String present, BigDecimal value, int decimals) {
        ScoreField proven = number.showing(decimals);

        assertThat(number.carries(fields("fit_score", "number", present), value))
                .isTrue();
        assertThat(proven.carries(fields("fit_score", "number", present), value))
                .isFalse();
        assertThat(proven.carries(fields("fit_score", "number", value.toString()), value))
                .isTrue();
    }

    /** Greenhouse may store single-precision numbers. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void digitsOfASinglePrecisionNumberAreNoOtherValue(int proven) {
        ScoreField field = number.showing(proven);

        assertThat(field.carries(fields("fit_score", "number", "-20.6200008392334"), new BigDecimal("-20.62")))
                .isTrue();
        assertThat(field.carries(fields("fit_score", "number", "87.4"), new BigDecimal("87")))
                .as("a person's")
                .isFalse();
        assertThat(field.carries(fields("fit_score", "number", "-20.6201"), new BigDecimal("-20.62")))
                .isFalse();
    }

    @Test
    void aFieldThatHasShownFewerDecimalsMayRound() {
        assertThat(number.showing(2).carries(fields("fit_score", "number", "0.87"), new BigDecimal("0.8731")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "73.55,73.55,true",
        "\"73.550\",73.55,true",
        "73.6,73.55,false",
        "74,73.55,false",
        "\"100.00\",99.88,false",
        "-20.6200008392334,-20.62,true",
        "-20.6201,-20.62,false",
        "87.4,87,false",
        "87.0001,87,false",
        "20.62,20.6200008392334,false"
    })
    @Tag("finding-B10")
    void aFieldShowsAValueIfNoDecimalDiffers(String present, BigDecimal value, boolean shows) {
        assertThat(number.shows(fields("fit_score", "number", present), value)).isEqualTo(shows);
    }

    @ParameterizedTest
    @CsvSource({"72,73.55", "73.4,73.55", "71,70", "\"seventy\",70", "true,1", "73.51,73.50", "\"70 %\",70"})
    void anotherValueIsNotRecognised(String present, BigDecimal value) {
        assertThat(number.carries(fields("fit_score", "number", present), value))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1E-200000000\"",
                "\"1E600000000\"",
                "\"-1E+2147483647\"",
                "\"1E-2147483647\"",
                "1E600000000",
                "1E-600000000",
                "\"70.000000000000000000000\"",
                "\"000000000000000000000000000000000000000000070\""
            })
    @Timeout(10)
    @Tag("finding-A11")
    void extremeNumbersAreOtherValuesAndAreNotExpanded(String present) {
        Map<String, CustomFieldEntry> fields = fields("fit_score", "short_text", present);

        assertThat(text.carries(fields, new BigDecimal("70"))).isFalse();
        assertThat(text.shows(fields, new BigDecimal("70"))).isFalse();
        assertThat(text.empty(fields)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"70,0,70", "70,2,70.00", "73.5,2,73.50", "100,0,100", "0,0,0", "0,4,0.0000", "0.0001,4,0.0001"})
    void aNumberFieldIsSentANumberWithTheManifestsDecimals(BigDecimal value, int decimals, String wire)
            throws Exception {
        CustomFieldWrite write = new CustomFieldWrite("fit_score", number.wire(value.setScale(decimals)));

        assertThat(JSON.writeValueAsString(write))
                .isEqualTo("{\"name_key\":\"fit_score\",\"value\":%s}".formatted(wire));
    }

    @ParameterizedTest
    @CsvSource({"70,0,70", "73.5,2,73.50", "0,4,0.0000"})
    void aTextFieldIsSentTheSameDigitsAsText(BigDecimal value, int decimals, String wire) throws Exception {
        assertThat(JSON.writeValueAsString(text.wire(value.setScale(decimals)))).isEqualTo('"' + wire + '"');
    }

    @Property
    void aWrittenValueIsRecognisedWhenReadBack(
            @ForAll @BigRange(min = "-1000", max = "1000") @Scale(4) BigDecimal value) throws Exception {
        String asNumber = JSON.writeValueAsString(number.wire(value));
        String asText = JSON.writeValueAsString(text.wire(value));

        assertThat(asNumber).doesNotContain("E");
        assertThat(number.carries(fields("fit_score", "number", asNumber), value))
                .isTrue();
        assertThat(number.carries(fields("fit_score", "number", asText), value)).isTrue();
        assertThat(text.carries(fields("fit_score", "short_text", asText), value))
                .isTrue();
    }

    private static Map<String, CustomFieldEntry> fields(String key, String type, String json) {
        try {
            return Map.of(key, new CustomFieldEntry(key, type, JSON.readTree(json)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
