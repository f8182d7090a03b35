package com.rocketmat.harvest.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultyFieldsTest {

    @Test
    void v3UsesTheFieldAsTheKey() {
        assertThat(in("[{'per_page':'`600` number is greater than: 500'},{'custom_fields.value':'is invalid'}]"))
                .containsExactly("per_page", "custom_fields.value");
    }

    @Test
    void v1NamesTheFieldNextToItsMessage() {
        assertThat(in("[{'message':'must be one of these','field':'type'}]")).containsExactly("type");
        assertThat(FaultyFields.in("{\"errors\":[{\"message\":\"must be one of these\",\"field\":\"type\"}]}"))
                .as("recorded in 2016")
                .containsExactly("type");
    }

    @Test
    void textsAreDroppedBecauseTheyEchoValues() {
        assertThat(in("['Invalid query params: job_id',{'Ana Prova':'is unknown'},{'a@b.example':'taken'}]"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>", "{", "[]", "null", "{\"errors\":{}}", "{\"errors\":\"x\"}", "{\"errors\":[[1]]}"})
    void otherBodiesHaveNoFields(String body) {
        assertThat(FaultyFields.in(body)).isEmpty();
    }

    private static List<String> in(String errors) {
        return FaultyFields.in("{\"message\":\"Unprocessable Content\",\"errors\":%s}"
                .formatted(errors)
                .replace('\'', '"'));
    }
}
