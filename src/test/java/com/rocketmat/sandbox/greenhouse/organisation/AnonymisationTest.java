package com.rocketmat.sandbox.greenhouse.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnonymisationTest {
    private static final String LATER = "2026-11-24T13:00:07.250Z";
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private final long job = acme.addJob("Analyst");
    private final long candidate = acme.addCandidate("Ada", "Byron");
    private final long application = acme.addApplication(candidate, job);

    @BeforeEach
    void scoreAndWaitAnHour() {
        sandbox.field(1, "notice", "short_text");
        acme.setCustomField(application, "rocketmat", Json.number(41));
        acme.setCustomField(application, "notice", Json.text("two months"));
        sandbox.clock.forward(Duration.ofHours(1));
    }

    @Test
    void aFullNameBecomesAnonymizedAndTheId() {
        acme.anonymise(candidate, Set.of("full_name"));
        JsonNode row = sandbox.row("/v3/candidates");
        assertThat(row.path("first_name").asText()).isEqualTo("Anonymized");
        assertThat(row.path("last_name").asText()).isEqualTo(Long.toString(candidate));
        assertThat(row.path("updated_at").asText()).isEqualTo(LATER);
        assertThat(application().at("/custom_fields/rocketmat/value").asInt()).isEqualTo(41);
        assertThat(application().path("updated_at").asText())
                .as("nothing of the application was touched")
                .isEqualTo("2026-11-24T12:00:07.250Z");
    }

    @Test
    void customApplicationFieldsClearsAllCustomFields() {
        acme.anonymise(candidate, Set.of("custom_application_fields"));
        assertThat(application().path("custom_fields").findValues("value"))
                .hasSize(2)
                .allMatch(JsonNode::isNull);
        assertThat(application().path("updated_at").asText()).isEqualTo(LATER);
        assertThat(sandbox.row("/v3/candidates").path("first_name").asText()).isEqualTo("Ada");
    }

    @Test
    void candidateStageDataMakesTheApplicationLookNew() {
        acme.moveToStage(application, acme.addStage(job, "Interview"));
        assertThat(application().path("stage_name").asText()).isEqualTo("Interview");
        acme.anonymise(candidate, Set.of("candidate_stage_data", "custom_application_fields"));

        assertThat(application().path("created_at").asText()).isEqualTo(LATER);
        assertThat(application().path("stage_name").asText()).isEqualTo("Application Review");
        assertThat(application().at("/custom_fields/rocketmat/value").isNull()).isTrue();
        assertThat(sandbox.ids("/v3/applications", "created_at", "gte|2026-11-24T12:30:00Z"))
                .containsExactly(application);
        assertThat(sandbox.rows("/v3/application_stages").findValuesAsText("current"))
                .containsExactly("true");
    }

    @Test
    void updatedAtMayStayTheSame() {
        sandbox.switches().life.anonymiseMovesUpdatedAt = false;
        acme.anonymise(candidate, Set.of("full_name", "custom_application_fields", "candidate_stage_data", "location"));
        assertThat(application().path("updated_at").asText()).isEqualTo("2026-11-24T12:00:07.250Z");
        assertThat(sandbox.row("/v3/candidates").path("updated_at").asText()).isEqualTo("2026-11-24T12:00:07.250Z");
    }

    @Test
    void attachmentsEducationAndEmploymentAreRemoved() {
        acme.add("candidate_educations", Json.object().put("id", 1).put("candidate_id", candidate));
        acme.add("candidate_employments", Json.object().put("id", 2).put("candidate_id", candidate));
        acme.add("attachments", Json.object().put("id", 3).put("application_id", application));
        acme.anonymise(candidate, Set.of("attachments", "education", "employment"));
        for (String list : new String[] {"attachments", "candidate_educations", "candidate_employments"}) {
            assertThat(sandbox.ids("/v3/" + list)).as(list).isEmpty();
        }
    }

    private JsonNode application() {
        return sandbox.row("/v3/applications?ids=" + application);
    }
}
