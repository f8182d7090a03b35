package com.rocketmat.sandbox.greenhouse.v3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values written to custom fields, and how they are read back. */
class V3ValuesTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private final long application = sandbox.application();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "number; 0.8731; 0.8731; \"0.8731\"",
                "number; 41; 41; true",
                "short_text; \"x\"; \"x\"; 1",
                "long_text; \"x\"; \"x\"; true",
                "url; \"https://x.example\"; \"https://x.example\"; 1",
                "yes_no; true; true; \"true\"",
                "date; \"2026-11-24\"; \"2026-11-24\"; \"24.11.2026\"",
                "multi_select; [\"B\",\"A\"]; [\"B\",\"A\"]; \"B\"",
                "currency; {\"amount\":52000,\"currency_code\":\"EUR\"}; {\"amount\":52000,\"unit\":\"EUR\"};"
                        + " {\"amount\":1,\"unit\":\"EUR\"}",
                "currency_range; {\"min_amount\":1,\"max_amount\":2,\"currency_code\":\"EUR\"};"
                        + " {\"min_value\":1,\"max_value\":2,\"unit\":\"EUR\"}; 1",
                "number_range; {\"min_value\":1,\"max_value\":2}; {\"min_value\":1,\"max_value\":2}; {\"min_value\":1}"
            })
    void aFieldAcceptsOnlyValuesOfItsType(String type, String written, String read, String bad) {
        field(type);
        assertThat(sandbox.write(application, "some", bad).status()).isEqualTo(422);
        assertThat(sandbox.write(application, "some", written).status()).isEqualTo(200);
        JsonNode entry = entry();
        assertThat(entry.path("value").toString()).isEqualTo(read);
        assertThat(entry.fieldNames()).toIterable().containsExactly("name", "type", "value");
        assertThat(entry.path("type").asText()).isEqualTo(type);
    }

    @Test
    void aNumberMayBeReadAsText() {
        sandbox.switches().reads.numbers = ReadSwitches.NumberShape.TEXT;
        sandbox.score(application, "0.8731");
        assertThat(sandbox.row("/v3/applications")
                        .at("/custom_fields/rocketmat/value")
                        .toString())
                .isEqualTo("\"0.8731\"");
        assertThat(acme.score(application, "rocketmat"))
                .as("a test sees the number")
                .isEqualTo(0.8731);
    }

    @Test
    void aCurrencyMayBeReadAsWritten() {
        field("currency");
        sandbox.write(application, "some", "{\"amount\":1,\"currency_code\":\"EUR\"}");
        sandbox.switches().currencyShape = Switches.CurrencyShape.CURRENCY_CODE;
        assertThat(entry().path("value").toString()).isEqualTo("{\"amount\":1,\"currency_code\":\"EUR\"}");
    }

    @Test
    void aUserIsWrittenAsAnIdAndReadAsAnObjectOrId() {
        field("user");
        sandbox.write(application, "some", Long.toString(acme.userId()));
        assertThat(entry().at("/value/user_id").longValue()).isEqualTo(acme.userId());
        assertThat(entry().at("/value/email").asText()).isEqualTo("admin@acme.example");
        sandbox.switches().reads.users = ReadSwitches.UserShape.ID;
        assertThat(entry().path("value").longValue()).isEqualTo(acme.userId());
    }

    @Test
    void anOptionIsWrittenByNameOnly() {
        field("single_select");
        assertThat(sandbox.write(application, "some", "21").status()).isEqualTo(422);
        assertThat(sandbox.write(application, "some", "\"21\"").status()).isEqualTo(422);
        assertThat(sandbox.write(application, "some", "\"A\"").status()).isEqualTo(200);
        assertThat(entry().path("value").asText()).isEqualTo("A");
    }

    @Test
    void aShortTextHasAtMost255Characters() {
        field("short_text");
        assertThat(sandbox.write(application, "some", "\"" + "x".repeat(255) + "\"")
                        .status())
                .isEqualTo(200);
        assertThat(sandbox.write(application, "some", "\"" + "x".repeat(256) + "\"")
                        .status())
                .isEqualTo(422);
    }

    private void field(String valueType) {
        sandbox.field(1, "some", valueType);
        for (String name : new String[] {"A", "B"}) {
            acme.add(
                    "custom_field_options",
                    Json.object()
                            .put("id", name.equals("A") ? 21 : 22)
                            .put("custom_field_id", 1)
                            .put("name", name)
                            .put("active", true));
        }
    }

    private JsonNode entry() {
        return sandbox.row("/v3/applications").at("/custom_fields/some");
    }
}
