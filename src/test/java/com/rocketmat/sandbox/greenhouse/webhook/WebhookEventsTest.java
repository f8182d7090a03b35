package com.rocketmat.sandbox.greenhouse.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookEventsTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private final Endpoint endpoint = new Endpoint();
    private long job;
    private long candidate;
    private long application;

    @BeforeEach
    void anApplication() {
        sandbox.simulator.webhooks().receiver(endpoint);
        job = acme.addJob("Analyst");
        candidate = acme.addCandidate("Ada", "Byron");
        application = acme.addApplication(candidate, job);
    }

    @Test
    void everyEventOfAnApplicationContainsItsId() {
        listen(
                "new_candidate_application",
                "application_updated",
                "candidate_stage_change",
                "hire_candidate",
                "reject_candidate",
                "unreject_candidate",
                "delete_application");
        long other = acme.addApplication(candidate, job);
        acme.setCustomField(other, "rocketmat", Json.number(1));
        acme.moveToStage(other, acme.addStage(job, "Interview"));
        acme.reject(other);
        acme.unreject(other);
        acme.hire(other);
        acme.deleteApplication(other);
        assertThat(actions())
                .containsExactly(
                        "new_candidate_application",
                        "application_updated",
                        "candidate_stage_change",
                        "reject_candidate",
                        "unreject_candidate",
                        "hire_candidate",
                        "delete_application");
        assertThat(events())
                .allMatch(event -> event.at("/payload/application/id").longValue() == other);
    }

    @Test
    void anApiWriteFiresAnEventIfSwitchedOn() {
        listen("application_updated");
        sandbox.score(application, "41");
        sandbox.v1Patch(application, "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":\"42\"}]}");
        assertThat(events())
                .extracting(event -> event.at("/payload/application/custom_fields/rocketmat/value")
                        .asInt())
                .containsExactly(41, 42);
        sandbox.switches().webhooks.echo = false;
        sandbox.score(application, "43");
        assertThat(events()).hasSize(2);
    }

    @Test
    void aDeletedCandidateIsOneEventWithTheIdsOfItsApplications() {
        listen("delete_candidate", "delete_application");
        long other = acme.addApplication(candidate, acme.addJob("Baker"));
        acme.deleteCandidate(candidate);
        assertThat(actions()).containsExactly("delete_candidate");
        JsonNode person = first("/payload/person");
        assertThat(person.path("id").longValue()).isEqualTo(candidate);
        assertThat(person.path("deleted_application_ids"))
                .extracting(JsonNode::longValue)
                .containsExactlyInAnyOrder(application, other);
    }

    @Test
    void aMergeEventReplacesTheDeletion() {
        listen("delete_candidate", "merge_candidate");
        long winner = acme.addCandidate("Ada", "Lovelace");
        acme.mergeCandidates(winner, candidate);
        assertThat(actions()).containsExactly("merge_candidate");
        assertThat(first("/payload/person/id").longValue()).isEqualTo(candidate);
        assertThat(first("/payload/person/new_candidate_id").longValue()).isEqualTo(winner);
    }

    @Test
    void withoutAWebhookForMergesAMergeIsADeletionWithoutApplications() {
        listen("delete_candidate", "delete_application");
        acme.mergeCandidates(acme.addCandidate("Ada", "Lovelace"), candidate);
        assertThat(actions()).containsExactly("delete_candidate");
        assertThat(first("/payload/person/deleted_application_ids")).isEmpty();
    }

    @Test
    void aMergeDeletesADuplicateApplicationForTheSameJob() {
        listen("delete_application", "merge_candidate");
        long winner = acme.addCandidate("Ada", "Lovelace");
        acme.addApplication(winner, job);
        acme.mergeCandidates(winner, candidate);
        assertThat(actions()).containsExactly("delete_application", "merge_candidate");
        assertThat(first("/payload/application/id").longValue()).isEqualTo(application);
        assertThat(first("/payload/application/candidate_id").longValue()).isEqualTo(candidate);
    }

    @Test
    void anAnonymisationListsItsFields() {
        listen("candidate_anonymized", "application_updated", "update_candidate");
        acme.anonymise(candidate, Set.of("full_name", "custom_application_fields"));
        assertThat(actions()).containsExactly("candidate_anonymized");
        assertThat(events().getFirst().path("payload").toString())
                .isEqualTo("{\"candidate_id\":" + candidate
                        + ",\"anonymized_fields\":[\"custom_application_fields\",\"full_name\"]}");
    }

    @Test
    void aProspectFiresAnEventAndAnotherWhenConverted() {
        listen("new_candidate_application", "new_prospect_application");
        long prospect = acme.addProspect(candidate, job);
        long made = acme.convertProspect(prospect, job);
        assertThat(actions()).containsExactly("new_prospect_application", "new_candidate_application");
        assertThat(events())
                .extracting(event -> event.at("/payload/application/id").longValue())
                .containsExactly(prospect, made);
        assertThat(first("/payload/application/current_stage").isNull()).isTrue();
    }

    @Test
    void changesOfJobsAndCandidatesFireEvents() {
        listen("job_created", "job_updated", "update_candidate");
        long other = acme.addJob("Baker");
        acme.closeJob(job);
        acme.change("candidates", candidate, row -> row.put("title", "Countess"));
        assertThat(actions()).containsExactly("job_created", "job_updated", "update_candidate");
        assertThat(first("/payload/job/id").longValue()).isEqualTo(other);
        assertThat(events().get(1).at("/payload/job/status").asText()).isEqualTo("closed");
        assertThat(events().get(2).at("/payload/candidate/title").asText()).isEqualTo("Countess");
    }

    private void listen(String... events) {
        for (String event : events) {
            acme.addWebhook(Webhook.on(event, Endpoint.URL, Endpoint.SECRET));
        }
        endpoint.got().clear();
    }

    private List<String> actions() {
        return events().stream().map(event -> event.path("action").asText()).toList();
    }

    private JsonNode first(String pointer) {
        return events().getFirst().at(pointer);
    }

    private List<JsonNode> events() {
        sandbox.simulator.webhooks().sendDue();
        return endpoint.got().stream().map(Endpoint.Got::json).toList();
    }
}
