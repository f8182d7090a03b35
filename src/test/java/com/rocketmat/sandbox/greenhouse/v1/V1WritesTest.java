package com.rocketmat.sandbox.greenhouse.v1;

import static com.rocketmat.sandbox.greenhouse.InProcessSandbox.basic;
import static com.rocketmat.sandbox.greenhouse.InProcessSandbox.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class V1WritesTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private long application;

    @BeforeEach
    void anApplication() {
        application = sandbox.application();
        sandbox.field(1, "band", "single_select");
        acme.add(
                "custom_field_options",
                Json.object()
                        .put("id", 21)
                        .put("custom_field_id", 1)
                        .put("name", "B")
                        .put("active", true));
    }

    @Test
    void onlyListedFieldsChange() {
        sandbox.switches().customFieldWrites = Switches.CustomFieldWrites.REPLACE;
        acme.setCustomField(application, "band", Json.text("B"));
        write("{'name_key':'rocketmat','value':'0.87'}");
        assertThat(acme.score(application, "band")).isEqualTo("B");
        assertThat(acme.score(application, "rocketmat")).isEqualTo(0.87);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'id':1,'value':'B'}", "{'id':1,'value':21}", "{'name_key':'band','value':'21'}"})
    void anOptionIsWrittenByItsNameOrItsId(String item) {
        assertThat(write(item).status()).isEqualTo(200);
        assertThat(acme.score(application, "band")).isEqualTo("B");
    }

    @Test
    void aCurrencyNeedsAUnit() {
        sandbox.field(2, "pay", "currency");
        assertThat(write("{'name_key':'pay','value':52000}").status()).isEqualTo(422);
        assertThat(write("{'name_key':'pay','value':52000,'unit':'EUR'}").status())
                .isEqualTo(200);
        assertThat(acme.score(application, "pay")).isEqualTo(Map.of("amount", 52000, "unit", "EUR"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name_key':'gone','value':'1'}",
                "{'name_key':'rocketmat','value':'much'}",
                "{'name_key':'rocketmat','value':' '}",
                "{'name_key':'rocketmat'}",
                "{'custom_field_id':1,'value':'B'}",
                "{'name_key':'band','value':'C'}"
            })
    void anInvalidWriteIsAValidationErrorWithTheFieldsName(String item) {
        Response refused = write(item);
        assertThat(refused.status()).isEqualTo(422);
        JsonNode body = json(refused);
        assertThat(body.path("message").asText()).isEqualTo("Validation error");
        assertThat(body.at("/errors/0/field").asText()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rejected, 200", "hired, 200", "converted, 422"})
    void closedApplicationsCanBeWrittenButConvertedOnesCannot(String status, int expected) {
        acme.change("applications", application, row -> row.put("status", status));
        assertThat(write("{'name_key':'rocketmat','value':'1'}").status()).isEqualTo(expected);
    }

    @Test
    void aWriteNeedsOnBehalfOf() {
        Response refused = sandbox.send(
                "PATCH",
                "/v1/applications/" + application,
                Map.of("Authorization", basic(acme.apiKey(), ""), "Content-Type", "application/json"),
                "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":\"1\"}]}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(acme.score(application, "rocketmat")).isNull();
    }

    @Test
    void nullDoesNotClearButDeleteValueDoes() {
        acme.setCustomField(application, "rocketmat", Json.number(1));
        assertThat(write("{'name_key':'rocketmat','value':null}").status()).isEqualTo(422);
        assertThat(write("").status()).as("an empty list").isEqualTo(200);
        assertThat(acme.score(application, "rocketmat")).isEqualTo(1);
        write("{'name_key':'rocketmat','delete_value':'true'}");
        assertThat(acme.score(application, "rocketmat")).isNull();
    }

    @Test
    void theRateWindowIsTenSeconds() {
        acme.v1RateLimit(1);
        assertThat(sandbox.v1("jobs").header("X-RateLimit-Reset")).isEmpty();
        Response refused = sandbox.v1("jobs");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).contains("3");
        sandbox.clock.forward(Duration.ofSeconds(3));
        assertThat(sandbox.v1("jobs").status()).isEqualTo(200);
    }

    @Test
    void unknownAttributesAreRejected() {
        assertThat(json(sandbox.v1Patch(application, "{\"nonsense\":1}"))
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("nonsense");
    }

    private Response write(String item) {
        return sandbox.v1Patch(application, "{\"custom_fields\":[" + item.replace('\'', '"') + "]}");
    }
}
