package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class V1Test {

    @AutoClose
    private final InProcessSandbox sandbox = new InProcessSandbox();

    private List<Long> ids;

    @BeforeEach
    void applications() {
        ids = sandbox.applications(3);
    }

    @Test
    void rowsAscendSoTheNewestAreOnTheLastPage() {
        Response first = sandbox.v1("applications?per_page=1&status=active");
        assertThat(InProcessSandbox.json(first).path(0).path("id").longValue()).isEqualTo(ids.getLast());
        String url = sandbox.simulator.harvestUrl() + "/v1/applications?status=active&";
        assertThat(first.header("Link"))
                .contains("<" + url + "page=2&per_page=1>; rel=\"next\",<" + url + "page=3&per_page=1>; rel=\"last\"");
        assertThat(sandbox.v1("applications?per_page=1&skip_count=true")
                        .header("Link")
                        .orElseThrow())
                .doesNotContain("last");
        assertThat(sandbox.v1("applications").header("Link")).isEmpty();
    }

    @Test
    void anApplicationNestsWhatV3RefersTo() {
        JsonNode row = InProcessSandbox.json(sandbox.v1("applications/" + ids.getFirst()));
        assertThat(row.path("status").asText()).isEqualTo("active");
        assertThat(row.path("jobs").path(0).path("name").asText()).isEqualTo("Analyst");
        assertThat(row.path("current_stage").path("name").asText()).isEqualTo("Application Review");
        assertThat(row.has("updated_at")).isFalse();
        assertThat(row.path("keyed_custom_fields").get("rocketmat").isNull()).isTrue();
    }

    @Test
    void anUpdatedFilterOfApplicationsIsIgnoredAndAnUnknownStatusMatchesNothing() {
        assertThat(InProcessSandbox.json(sandbox.v1("applications?updated_after=2099-01-01T00:00:00Z")))
                .hasSize(3);
        assertThat(InProcessSandbox.json(sandbox.v1("applications?status=in_process")))
                .isEmpty();
    }

    @Test
    void aNumberIsWrittenAsTextAndOnBehalfOfSomebody() {
        String body = "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":\"0.87\"}]}";
        Response absent = sandbox.v1Patch(99, ids.getFirst(), body);
        assertThat(absent.status()).isEqualTo(404);
        Response written = sandbox.v1Patch(ids.getFirst(), body);
        assertThat(InProcessSandbox.json(written).at("/custom_fields/rocketmat").asDouble())
                .isEqualTo(0.87);
        assertThat(sandbox.acme.score(ids.getFirst(), "rocketmat")).isEqualTo(0.87);
    }

    @Test
    void nullDoesNotClearButDeleteValueDoes() {
        sandbox.acme.setCustomField(ids.getFirst(), "rocketmat", Json.number(1));
        assertThat(write("{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":null}]}")
                        .status())
                .isEqualTo(422);
        assertThat(write("{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":\"\"}]}")
                        .status())
                .isEqualTo(422);
        assertThat(write("{\"custom_fields\":[]}").status()).isEqualTo(200);
        assertThat(sandbox.acme.score(ids.getFirst(), "rocketmat")).isEqualTo(1);
        write("{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"delete_value\":\"true\"}]}");
        assertThat(sandbox.acme.score(ids.getFirst(), "rocketmat")).isNull();
    }

    @Test
    void itsWindowIsTenSecondsAndItsErrorsAreOfAnotherShape() {
        sandbox.acme.v1RateLimit(1);
        assertThat(sandbox.v1("jobs").header("X-RateLimit-Reset")).isEmpty();
        Response refused = sandbox.v1("jobs");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).contains("3");
        sandbox.clock.forward(Duration.ofSeconds(3));
        Response invalid = write("{\"nonsense\":1}");
        assertThat(InProcessSandbox.json(invalid).path("message").asText()).isEqualTo("Validation error");
        assertThat(InProcessSandbox.json(invalid)
                        .path("errors")
                        .path(0)
                        .path("field")
                        .asText())
                .isEqualTo("nonsense");
    }

    @Test
    void aWrongKeyIsRefusedEvenWhereThereIsNothing() {
        Response refused =
                sandbox.send("GET", "/v1/nothing", Map.of("Authorization", InProcessSandbox.basic("absent", "")), "");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(sandbox.v1("nothing").status()).isEqualTo(404);
    }

    @Test
    void itCanBeSwitchedOff() {
        sandbox.switches().v1Retired = true;
        assertThat(sandbox.v1("jobs").status()).isEqualTo(410);
        sandbox.switches().v1RetiredStatus = 401;
        assertThat(sandbox.v1("jobs").status()).isEqualTo(401);
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(200);
    }

    @Test
    void candidatesCarryTheirApplicationsWithoutCustomFields() {
        JsonNode candidate = InProcessSandbox.json(sandbox.v1("candidates")).path(0);
        assertThat(candidate.path("application_ids")).hasSize(3);
        assertThat(candidate.path("applications").path(0).has("keyed_custom_fields"))
                .isFalse();
        assertThat(InProcessSandbox.json(sandbox.v1("jobs"))
                        .path(0)
                        .path("departments")
                        .get(0)
                        .isNull())
                .isTrue();
    }

    private Response write(String body) {
        return sandbox.v1Patch(ids.getFirst(), body);
    }
}
