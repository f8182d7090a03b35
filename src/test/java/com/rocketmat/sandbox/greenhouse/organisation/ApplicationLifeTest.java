package com.rocketmat.sandbox.greenhouse.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApplicationLifeTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private final long job = acme.addJob("Analyst");
    private final long candidate = acme.addCandidate("Ada", "Byron");

    @Test
    void aConvertedProspectBecomesANewApplication() {
        long prospect = acme.addProspect(candidate, job);
        JsonNode before = row(prospect);
        assertThat(before.path("job_id").isNull()).isTrue();
        assertThat(before.path("stage_id").isNull()).isTrue();
        assertThat(before.path("prospective_job_ids"))
                .extracting(JsonNode::longValue)
                .containsExactly(job);
        assertThat(sandbox.score(prospect, "1").status())
                .as("the field is for candidates only")
                .isEqualTo(422);

        long application = acme.convertProspect(prospect, job);

        assertThat(application).isGreaterThan(prospect);
        assertThat(row(prospect).path("status").asText()).isEqualTo("converted");
        assertThat(row(application).path("prospect").asBoolean()).isFalse();
        assertThat(row(application).path("job_id").longValue()).isEqualTo(job);
        assertThat(row(application).path("candidate_id").longValue()).isEqualTo(candidate);
        assertThat(sandbox.score(application, "1").status()).isEqualTo(200);
        assertThat(sandbox.score(prospect, "1").status()).isEqualTo(422);
        assertThat(sandbox.ids("/v3/applications?status=converted")).containsExactly(prospect);
    }

    @Test
    void aHiredApplicationHasNoStageButCanBeWritten() {
        long application = acme.addApplication(candidate, job);
        sandbox.clock.forward(Duration.ofMinutes(1));
        acme.hire(application);
        assertThat(row(application).path("status").asText()).isEqualTo("hired");
        assertThat(List.of(
                        row(application).path("stage_id"),
                        row(application).path("stage_name"),
                        row(application).path("job_interview_stage_id")))
                .allMatch(JsonNode::isNull);
        assertThat(row(application).path("updated_at").asText()).isEqualTo("2026-11-24T12:01:07.250Z");
        assertThat(sandbox.row("/v3/application_stages").path("exited_at").asText())
                .isEqualTo("2026-11-24T12:01:07.250Z");
        assertThat(sandbox.score(application, "1").status()).isEqualTo(200);
    }

    @Test
    void aRejectionIsARowAndCanBeUndone() {
        long application = acme.addApplication(candidate, job);
        acme.reject(application);
        assertThat(row(application).path("rejected_at").asText()).isEqualTo("2026-11-24T12:00:07.250Z");
        assertThat(sandbox.row("/v3/rejection_details?application_ids=" + application)
                        .path("rejected_by_id")
                        .longValue())
                .isEqualTo(acme.userId());
        assertThat(sandbox.ids("/v3/applications?status=active")).isEmpty();

        acme.unreject(application);
        assertThat(row(application).path("rejected_at").isNull()).isTrue();
        assertThat(row(application).path("stage_name").asText()).isEqualTo("Application Review");
        assertThat(sandbox.ids("/v3/applications?status=active")).containsExactly(application);
        assertThat(sandbox.ids("/v3/rejection_details")).isEmpty();
    }

    @Test
    void closedApplicationsMayBeReadOnly() {
        sandbox.switches().writes.closedWritable = false;
        long application = acme.addApplication(candidate, job);
        assertThat(sandbox.score(application, "1").status()).isEqualTo(200);
        acme.hire(application);
        assertThat(sandbox.score(application, "2").status()).isEqualTo(422);
    }

    @Test
    void aTransferKeepsTheApplicationInTheOtherJobsFirstStage() {
        long application = acme.addApplication(candidate, job);
        long other = acme.addJob("Director");
        acme.moveToStage(application, acme.addStage(job, "Interview"));
        sandbox.score(application, "7");
        sandbox.clock.forward(Duration.ofMinutes(1));

        acme.moveToJob(application, other);

        JsonNode row = row(application);
        assertThat(row.path("job_id").longValue()).isEqualTo(other);
        assertThat(row.path("status").asText()).isEqualTo("in_process");
        assertThat(row.path("stage_name").asText()).isEqualTo("Application Review");
        assertThat(sandbox.ids("/v3/job_interview_stages?job_ids=" + other))
                .containsExactly(row.path("job_interview_stage_id").longValue());
        assertThat(row.path("updated_at").asText()).isEqualTo("2026-11-24T12:01:07.250Z");
        assertThat(row.path("last_activity_at").asText()).isEqualTo("2026-11-24T12:01:07.250Z");
        assertThat(acme.score(application, "rocketmat")).as("stays").isEqualTo(7);
    }

    @Test
    void deletingACandidateDeletesEverythingBelow() {
        long application = acme.addApplication(candidate, job);
        acme.add("attachments", Json.object().put("id", 1).put("application_id", application));
        acme.deleteCandidate(candidate);
        for (String list : new String[] {"candidates", "applications", "application_stages", "attachments"}) {
            assertThat(sandbox.ids("/v3/" + list)).as(list).isEmpty();
        }
        assertThat(sandbox.score(application, "1").status()).isEqualTo(404);
    }

    private JsonNode row(long application) {
        return sandbox.row("/v3/applications?ids=" + application);
    }
}
