package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FieldLifeTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private long application;

    @BeforeEach
    void aScoredApplication() {
        application = acme.addApplication(acme.addCandidate("Ada", "Byron"), acme.addJob("Analyst"));
        sandbox.score(application, "41");
    }

    @Test
    void anArchivedFieldIsListedAndCannotBeWritten() {
        acme.archiveField("rocketmat");
        JsonNode definition = sandbox.row("/v3/custom_fields?field_type=application");
        assertThat(definition.path("active").asBoolean()).isFalse();
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/custom_fields?active=true")))
                .isEmpty();
        assertThat(sandbox.score(application, "42").status()).isEqualTo(422);
        assertThat(fields().at("/rocketmat/value").asInt()).isEqualTo(41);
    }

    @Test
    void aFieldMadeAgainBesideItsArchivedSelfHasAnotherIdAndASuffixedKey() {
        long old = definition("rocketmat").path("id").longValue();
        ObjectNode made = acme.recreateField("rocketmat", true);
        assertThat(made.path("name_key").asText()).isEqualTo("rocketmat_1");
        assertThat(made.path("name").asText()).isEqualTo("Rocketmat");
        assertThat(made.path("id").longValue()).isGreaterThan(old);
        assertThat(fields().at("/rocketmat_1/value").isNull()).isTrue();
        assertThat(fields().at("/rocketmat/value").asInt()).as("archived").isEqualTo(41);
        assertThat(sandbox.score(application, "1").status()).isEqualTo(422);
        assertThat(sandbox.write(application, "rocketmat_1", "1").status()).isEqualTo(200);
        assertThat(acme.recreateField("rocketmat_1", true).path("name_key").asText())
                .isEqualTo("rocketmat_1_1");
    }

    @Test
    void aFieldDeletedAndMadeAgainUnderItsKeyHasAnotherIdAndNoValues() {
        long old = definition("rocketmat").path("id").longValue();
        long made = acme.recreateField("rocketmat", false).path("id").longValue();
        assertThat(made).isGreaterThan(old);
        assertThat(fields().at("/rocketmat/value").isNull()).isTrue();
        assertThat(byId(old, "42").status()).as("a pinned id").isEqualTo(422);
        assertThat(byId(made, "42").status()).isEqualTo(200);
        assertThat(sandbox.score(application, "43").status()).isEqualTo(200);
    }

    @Test
    void aDeletedFieldIsNowhere() {
        acme.deleteField("rocketmat");
        assertThat(fields()).isEmpty();
        assertThat(InProcessSandbox.ids(sandbox.get("/v3/custom_fields"))).isEmpty();
    }

    @Test
    void aCandidateFieldOfTheSameKeyIsLeftAlone() {
        acme.add(
                "custom_fields",
                OrganisationBuilder.field(1, "rocketmat", "Rocketmat", "number").put("field_type", "candidate"));
        acme.archiveField("rocketmat");
        assertThat(sandbox.row("/v3/custom_fields?field_type=candidate")
                        .path("active")
                        .asBoolean())
                .isTrue();
    }

    private Response byId(long field, String value) {
        return sandbox.patch(
                application, "{\"custom_fields\":[{\"custom_field_id\":" + field + ",\"value\":" + value + "}]}");
    }

    private JsonNode definition(String key) {
        return sandbox.row("/v3/custom_fields?name_key=" + key);
    }

    private JsonNode fields() {
        return sandbox.row("/v3/applications").path("custom_fields");
    }
}
