package com.rocketmat.score.write;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.score.write.OtherFields.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherFieldsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, CustomFieldEntry> fields = new HashMap<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "short_text     | \"2 months\"           | \"2 months\"",
                "long_text      | \"a\\nb\"              | \"a\\nb\"",
                "long_text      | \"\\ud83d\\ude00\"      | \"\\ud83d\\ude00\"",
                "url            | \"https://x.example\"  | \"https://x.example\"",
                "rich_text      | \"<p>a</p>\"           | \"<p>a</p>\"",
                "date           | \"2026-11-24\"         | \"2026-11-24\"",
                "single_select  | \"B\"                  | \"B\"",
                "multi_select   | [\"A\",\"B\"]          | [\"A\",\"B\"]",
                "yes_no         | true                   | true",
                "boolean        | true                   | true",
                "number         | 0                      | 0",
                "number         | 10000000000.25           | 10000000000.25",
                "number         | 0.123456789012345      | 0.123456789012345",
                "number         | \"125\"                | 125",
                "number         | \"10000.0\"            | 10000.0",
                "currency       | {\"amount\":52000,\"unit\":\"EUR\"}            | {\"amount\":52000,\"currency_code\":\"EUR\"}",
                "currency       | {\"amount\":52000,\"currency_code\":\"EUR\"}   | {\"amount\":52000,\"currency_code\":\"EUR\"}",
                "currency       | {\"amount\":\"52000.50\",\"unit\":\"EUR\"}     | {\"amount\":52000.50,\"currency_code\":\"EUR\"}",
                "currency_range | {\"min_value\":1,\"max_value\":2,\"unit\":\"EUR\"} | {\"min_amount\":1,\"max_amount\":2,\"currency_code\":\"EUR\"}",
                "currency_range | {\"min_amount\":1,\"max_amount\":2,\"currency_code\":\"EUR\"} | {\"min_amount\":1,\"max_amount\":2,\"currency_code\":\"EUR\"}",
                "currency_range | {\"min_value\":\"10000.0\",\"max_value\":\"20000.0\",\"unit\":\"EUR\"} | {\"min_amount\":10000.0,\"max_amount\":20000.0,\"currency_code\":\"EUR\"}",
                "number_range   | {\"min_value\":1,\"max_value\":2}              | {\"min_value\":1,\"max_value\":2}",
                "number_range   | {\"min_value\":1,\"max_value\":2,\"unit\":null} | {\"min_value\":1,\"max_value\":2}",
                "currency       | {\"amount\":1,\"unit\":\"EUR\",\"frequency\":null} | {\"amount\":1,\"currency_code\":\"EUR\"}",
                "user           | {\"user_id\":4410002002,\"name\":\"A\",\"email\":\"a@b.c\"} | 4410002002",
                "user           | 4410002002             | 4410002002"
            })
    void aValueIsSentBackInTheFormOfAPatch(String type, String read, String wire) throws Exception {
        add("field", type, read);

        // trees, because the order of an object's members does not matter
        assertThat(JSON.readTree(resent().getFirst()))
                .isEqualTo(JSON.readTree("{\"name_key\":\"field\",\"value\":%s}".formatted(wire)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "attachment     | {\"url\":\"https://s3/x\"}",
                "linked         | \"x\"",
                "date_of_birth  | \"****\"",
                "a_new_type     | 1",
                "short_text     | 5",
                "short_text     | \"\\ud83d half\"",
                "multi_select   | [\"A\",\"half \\ude00\"]",
                "single_select  | {\"id\":1}",
                "date           | 20261124",
                "number         | \"about ten\"",
                "number         | \"1E600000000\"",
                "number         | \"1E-200000000\"",
                "number         | 1E600000000",
                "currency       | {\"amount\":\"1E600000000\",\"unit\":\"EUR\"}",
                "number         | 12345678901234567.89",
                "number         | 0.1234567890123456",
                "number         | true",
                "yes_no         | \"yes\"",
                "multi_select   | \"A\"",
                "multi_select   | [\"A\",null]",
                "currency       | \"52000 EUR\"",
                "currency       | {\"amount\":52000}",
                "currency       | {\"amount\":null,\"unit\":\"EUR\"}",
                "currency       | {\"amount\":52000,\"unit\":null}",
                "currency       | {\"amount\":52000,\"unit\":\"EUR\",\"frequency\":\"annually\"}",
                "number_range   | {\"min_value\":1,\"max_value\":2,\"unit\":\"km\"}",
                "currency_range | {\"min_value\":1,\"unit\":\"EUR\"}",
                "currency_range | {\"min_value\":1,\"max_value\":null,\"unit\":\"EUR\"}",
                "number_range   | {\"max_value\":1}",
                "user           | {\"name\":\"A\"}",
                "user           | 1.5"
            })
    void aValueThatCannotBeSentBackIsNamed(String type, String value) throws Exception {
        add("aaa", "short_text", "\"kept\"");
        add("field", type, value);

        assertThat(outcome()).isEqualTo(new Outcome.Lossy("field", type));
    }

    @Test
    void aValueWithoutATypeCannotBeSentBack() throws Exception {
        add("field", null, "1");

        assertThat(outcome()).isEqualTo(new Outcome.Lossy("field", "null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "[]",
                "{}",
                "{\"amount\":null,\"unit\":null}",
                "{\"min_value\":null,\"max_value\":null}"
            })
    void anUnsetFieldIsNotSentWhateverItsType(String unset) throws Exception {
        add("file", "attachment", unset);
        add("pay", "currency", unset);

        assertThat(resent()).isEmpty();
    }

    @Test
    void theScoreFieldIsNotSentBack() throws Exception {
        add("fit_score", "attachment", "{\"url\":\"x\"}");
        add("note", "short_text", "\"x\"");

        assertThat(resent()).containsExactly("{\"name_key\":\"note\",\"value\":\"x\"}");
    }

    @Test
    void fieldsAreSortedByKey() throws Exception {
        add("c", "number", "3");
        add("a", "number", "1");
        add("b", "number", "2");

        assertThat(resent())
                .containsExactly(
                        "{\"name_key\":\"a\",\"value\":1}",
                        "{\"name_key\":\"b\",\"value\":2}",
                        "{\"name_key\":\"c\",\"value\":3}");
    }

    private void add(String key, String type, String json) throws JsonProcessingException {
        fields.put(key, new CustomFieldEntry(key, type, JSON.readTree(json)));
    }

    @Test
    void anArchivedFieldCannotBeSentBack() throws Exception {
        add("note", "short_text", "\"x\"");

        assertThat(OtherFields.of(fields, Set.of("fit_score"), Set.of("fit_score")))
                .isEqualTo(new Outcome.Lossy("note", "archived, or new"));
    }

    private Outcome outcome() {
        return OtherFields.of(fields, Set.of("fit_score"), fields.keySet());
    }

    private List<String> resent() throws JsonProcessingException {
        Outcome outcome = outcome();
        assertThat(outcome).isInstanceOf(Outcome.Resendable.class);
        List<String> texts = new ArrayList<>();
        for (var write : ((Outcome.Resendable) outcome).fields()) {
            texts.add(JSON.writeValueAsString(write));
        }
        return texts;
    }
}
