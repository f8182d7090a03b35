package com.rocketmat.feature;

import static com.rocketmat.feature.FeatureValue.MISSING;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomFieldEntry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CustomFieldFeaturesTest {

    @Test
    void aLongTextIsCutBetweenTwoCharacters() {
        String fits = "x".repeat(FeatureValue.LONGEST - 1);

        assertThat(FeatureValue.text(fits + "é")).isEqualTo(new FeatureValue.Text(fits + "é"));
        assertThat(FeatureValue.text(fits + "yz")).isEqualTo(new FeatureValue.Text(fits + "y"));
        assertThat(FeatureValue.text(fits + "😀")).isEqualTo(new FeatureValue.Text(fits));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            number   | 125                               | 125
            number   | 3.75                              | 3.75
            number   | "10000.0"                         | 10000
            number   | " 7 "                             | 7
            number   | "-1.5e3"                          | -1500
            number   | 0                                 | 0
            currency | {"amount":52000,"unit":"EUR"}     | 52000
            currency | {"amount":"52000.50","unit":"$"}  | 52000.5
            currency | {"amount":1,"currency_code":"US"} | 1
            currency | "48000"                           | 48000
            currency | 48000.25                          | 48000.25
            yes_no   | true                              | 1
            yes_no   | false                             | 0
            boolean  | true                              | 1
            boolean  | false                             | 0
            """)
    void numbersAmountsAndYesNoAreNumeric(String type, String json, double expected) {
        assertThat(Rows.bare().custom("field", type, json).value("application.custom[field]"))
                .isEqualTo(Rows.numeric(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            short_text    | "2 months"                | 2 months
            long_text     | "A. B."                   | A. B.
            rich_text     | "<p>yes</p>"              | <p>yes</p>
            url           | "https://example.com"     | https://example.com
            date          | "2026-12-01"              | 2026-12-01
            single_select | "B"                       | B
            multi_select  | ["Go","C","Ada"]          | Ada, C, Go
            multi_select  | ["Rust"]                  | Rust
            multi_select  | ["Rust",null,4," "]       | Rust
            """)
    void textsDatesAndOptionsAreTexts(String type, String json, String expected) {
        assertThat(Rows.bare().custom("field", type, json).value("application.custom[field]"))
                .isEqualTo(Rows.text(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            number        | null
            short_text    | ""
            date          | ""
            number        | ""
            multi_select  | []
            currency      | {}
            yes_no        | null
            """)
    void anUnsetFieldIsMissing(String type, String json) {
        assertThat(Rows.bare().custom("field", type, json).value("application.custom[field]"))
                .isEqualTo(MISSING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            number        | "about 5"
            number        | "NaN"
            number        | "1d"
            number        | "1E-200000000"
            number        | "1e999"
            number        | 1e999
            number        | "9999999999999999999999999999999999999999"
            currency      | {"amount":-1e39}
            number        | true
            number        | {"amount":1}
            currency      | {"unit":"EUR"}
            currency      | {"amount":null}
            currency      | [52000]
            yes_no        | "yes"
            yes_no        | 1
            short_text    | 5
            single_select | {"id":7,"name":"B"}
            multi_select  | "A, B"
            multi_select  | [1,2]
            multi_select  | {"id":7,"name":"B"}
            """)
    void aValueThatDoesNotFitItsTypeIsMissing(String type, String json) {
        assertThat(Rows.bare().custom("field", type, json).value("application.custom[field]"))
                .isEqualTo(MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"date_of_birth", "user", "attachment", "number_range", "short_text_hris", "", "hologram"})
    void fieldsOfOtherTypesAreMissing(String type) {
        assertThat(Rows.bare().custom("field", type, "\"1990-01-01\"").value("candidate.custom[field]"))
                .isEqualTo(MISSING);
    }

    @Test
    void anEntryWithoutTypeOrValueIsMissing() {
        Application application = new Application(
                1,
                null,
                null,
                2,
                null,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                Map.of("untyped", new CustomFieldEntry(null, null, null)),
                null);
        Subject subject =
                new Subject(application, null, null, List.of(), List.of(), Map.of(), List.of(), null, Rows.AS_OF);

        assertThat(Rows.value("application.custom[untyped]", subject)).isEqualTo(MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "candidate", "job"})
    void eachRowHasItsOwnCustomFields(String row) {
        Rows rows = Rows.bare().custom("seniority", "single_select", "\"Senior\"");

        assertThat(rows.value(row + ".custom[seniority]")).isEqualTo(Rows.text("Senior"));
        assertThat(rows.value(row + ".custom[absent]")).isEqualTo(MISSING);
    }
}
