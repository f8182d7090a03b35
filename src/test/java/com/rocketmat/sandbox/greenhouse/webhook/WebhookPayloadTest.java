package com.rocketmat.sandbox.greenhouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookPayloadTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private final Endpoint endpoint = new Endpoint();
    private final long job = acme.addJob("Analyst");
    private final long candidate = acme.addCandidate("Ada", "Byron");
    private final long application = acme.addApplication(candidate, job);

    @BeforeEach
    void listen() {
        sandbox.simulator.webhooks().receiver(endpoint);
        acme.addWebhook(Webhook.on("application_updated", Endpoint.URL, Endpoint.SECRET));
        acme.addWebhook(Webhook.on("reject_candidate", Endpoint.URL, Endpoint.SECRET));
    }

    @Test
    void anApplicationHasTheFormatOfV1() {
        JsonNode payload = updated();
        assertThat(payload.path("status").asText()).isEqualTo("active");
        assertThat(payload.path("applied_at").asText()).as("whole seconds").isEqualTo("2026-11-24T12:00:07Z");
        assertThat(payload.at("/current_stage/name").asText()).isEqualTo("Application Review");
        assertThat(payload.at("/current_stage/interviews")).isEmpty();
        assertThat(payload.at("/candidate/id").longValue()).isEqualTo(candidate);
        assertThat(payload.at("/jobs/0/id").longValue()).isEqualTo(job);
        assertThat(payload.at("/jobs/0/status").asText()).isEqualTo("open");
        assertThat(payload.has("job_id")).isFalse();
        assertThat(payload.has("updated_at")).isFalse();
        assertThat(payload.has("keyed_custom_fields")).isFalse();
    }

    @Test
    void aPrivateFieldIsIncludedEvenIfTheCredentialMayNotSeeIt() {
        acme.change(
                "custom_fields",
                acme.rows("custom_fields").getFirst().path("id").longValue(),
                row -> row.put("private", true));
        sandbox.switches().privateFields = false;
        acme.setCustomField(application, "rocketmat", Json.number(41));
        assertThat(sandbox.get("/v3/applications").text()).doesNotContain("rocketmat");
        assertThat(updated().at("/custom_fields/rocketmat/value").asInt()).isEqualTo(41);
    }

    @Test
    void anUnsetFieldIsNullOrEmptyDependingOnItsType() {
        sandbox.field(1, "several", "multi_select");
        sandbox.field(2, "day", "date");
        JsonNode fields = updated().path("custom_fields");
        assertThat(fields.at("/several/value").toString()).isEqualTo("[]");
        assertThat(fields.at("/day/value").toString()).isEqualTo("\"\"");
        assertThat(fields.at("/rocketmat/value").isNull()).isTrue();
    }

    @Test
    void yesNoIsCalledBooleanAndRangesAreStrings() {
        sandbox.field(1, "relocate", "yes_no");
        sandbox.field(2, "span", "number_range");
        sandbox.write(application, "relocate", "true");
        sandbox.write(application, "span", "{\"min_value\":10000,\"max_value\":20000}");
        JsonNode fields = updated().path("custom_fields");
        assertThat(fields.at("/relocate/type").asText()).isEqualTo("boolean");
        assertThat(fields.at("/span/value").toString())
                .isEqualTo("{\"min_value\":\"10000.0\",\"max_value\":\"20000.0\"}");
    }

    private JsonNode updated() {
        acme.change("applications", application, row -> row.put("location_address", "Lyon"));
        sandbox.simulator.webhooks().sendDue();
        return endpoint.last().json().at("/payload/application");
    }
}
