package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class V1Test {

    @AutoClose
    private final Sandbox sandbox = new Sandbox();

    private List<Long> ids;

    @BeforeEach
    void applications() {
        ids = sandbox.applications(3);
    }

    @Test
    void rowsAscendSoTheNewestAreOnTheLastPage() {
        HttpResponse<String> first = sandbox.v1("applications?per_page=1&status=active");
        assertThat(Sandbox.json(first).path(0).path("id").longValue()).isEqualTo(ids.getLast());
        String url = sandbox.simulator.harvestUrl() + "/v1/applications?status=active&";
        assertThat(Sandbox.header(first, "Link"))
                .isEqualTo("<" + url + "page=2&per_page=1>; rel=\"next\",<" + url + "page=3&per_page=1>; rel=\"last\"");
        assertThat(Sandbox.header(sandbox.v1("applications?per_page=1&skip_count=true"), "Link"))
                .doesNotContain("last");
        assertThat(Sandbox.header(sandbox.v1("applications"), "Link")).isNull();
    }

    @Test
    void anApplicationNestsWhatV3RefersTo() {
        JsonNode row = Sandbox.json(sandbox.v1("applications/" + ids.getFirst()));
        assertThat(row.path("status").asText()).isEqualTo("active");
        assertThat(row.path("jobs").path(0).path("name").asText()).isEqualTo("Analyst");
        assertThat(row.path("current_stage").path("name").asText()).isEqualTo("Application Review");
        assertThat(row.has("updated_at")).isFalse();
        assertThat(row.path("keyed_custom_fields").get("rocketmat").isNull()).isTrue();
    }

    @Test
    void anUpdatedFilterOfApplicationsIsIgnoredAndAnUnknownStatusMatchesNothing() {
        assertThat(Sandbox.json(sandbox.v1("applications?updated_after=2099-01-01T00:00:00Z")))
                .hasSize(3);
        assertThat(Sandbox.json(sandbox.v1("applications?status=in_process"))).isEmpty();
    }

    @Test
    void aNumberIsWrittenAsTextAndOnBehalfOfSomebody() {
        String body = "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":\"0.87\"}]}";
        HttpResponse<String> absent = sandbox.v1Patch(ids.getFirst(), 99, body);
        assertThat(absent.statusCode()).isEqualTo(404);
        HttpResponse<String> written = sandbox.v1Patch(ids.getFirst(), sandbox.acme.userId(), body);
        assertThat(Sandbox.json(written).at("/custom_fields/rocketmat").asDouble())
                .isEqualTo(0.87);
        assertThat(sandbox.acme.score(ids.getFirst(), "rocketmat")).isEqualTo(0.87);
    }

    @Test
    void nullDoesNotClearButDeleteValueDoes() {
        sandbox.acme.setCustomField(ids.getFirst(), "rocketmat", Json.number(1));
        assertThat(write("{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":null}]}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(write("{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":\"\"}]}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(write("{\"custom_fields\":[]}").statusCode()).isEqualTo(200);
        assertThat(sandbox.acme.score(ids.getFirst(), "rocketmat")).isEqualTo(1);
        write("{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"delete_value\":\"true\"}]}");
        assertThat(sandbox.acme.score(ids.getFirst(), "rocketmat")).isNull();
    }

    @Test
    void itsWindowIsTenSecondsAndItsErrorsAreOfAnotherShape() {
        sandbox.acme.v1RateLimit(1);
        assertThat(Sandbox.header(sandbox.v1("jobs"), "X-RateLimit-Reset")).isNull();
        HttpResponse<String> refused = sandbox.v1("jobs");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Sandbox.header(refused, "Retry-After")).isEqualTo("3");
        sandbox.clock.forward(Duration.ofSeconds(3));
        HttpResponse<String> invalid = write("{\"nonsense\":1}");
        assertThat(Sandbox.json(invalid).path("message").asText()).isEqualTo("Validation error");
        assertThat(Sandbox.json(invalid).path("errors").path(0).path("field").asText())
                .isEqualTo("nonsense");
    }

    @Test
    void aWrongKeyIsRefusedEvenWhereThereIsNothing() {
        HttpResponse<String> refused =
                sandbox.send(sandbox.request("/v1/nothing").header("Authorization", Sandbox.basic("absent", "")));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(sandbox.v1("nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void itCanBeSwitchedOff() {
        sandbox.simulator.switches().v1Retired(true);
        assertThat(sandbox.v1("jobs").statusCode()).isEqualTo(410);
        sandbox.simulator.switches().v1RetiredStatus(401);
        assertThat(sandbox.v1("jobs").statusCode()).isEqualTo(401);
        assertThat(sandbox.get("/v3/jobs").statusCode()).isEqualTo(200);
    }

    @Test
    void candidatesCarryTheirApplicationsWithoutCustomFields() {
        JsonNode candidate = Sandbox.json(sandbox.v1("candidates")).path(0);
        assertThat(candidate.path("application_ids")).hasSize(3);
        assertThat(candidate.path("applications").path(0).has("keyed_custom_fields"))
                .isFalse();
        assertThat(Sandbox.json(sandbox.v1("jobs"))
                        .path(0)
                        .path("departments")
                        .get(0)
                        .isNull())
                .isTrue();
    }

    private HttpResponse<String> write(String body) {
        return sandbox.v1Patch(ids.getFirst(), sandbox.acme.userId(), body);
    }
}
