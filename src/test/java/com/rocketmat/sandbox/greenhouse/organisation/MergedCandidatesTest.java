package com.rocketmat.sandbox.greenhouse.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MergedCandidatesTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private final long analyst = acme.addJob("Analyst");
    private final long baker = acme.addJob("Baker");
    private final long winner = acme.addCandidate("Ada", "Byron");
    private final long loser = acme.addCandidate("A.", "Byron");

    @Test
    void theLosersApplicationMovesToTheWinnerWithItsId() {
        long application = acme.addApplication(loser, analyst);
        sandbox.score(application, "41");
        sandbox.clock.forward(Duration.ofMinutes(1));
        acme.mergeCandidates(winner, loser);

        assertThat(sandbox.ids("/v3/applications?candidate_ids=" + winner)).containsExactly(application);
        assertThat(sandbox.ids("/v3/applications?candidate_ids=" + loser)).isEmpty();
        JsonNode row = sandbox.row("/v3/applications?ids=" + application);
        assertThat(row.path("candidate_id").longValue()).isEqualTo(winner);
        assertThat(row.path("updated_at").asText()).isEqualTo("2026-11-24T12:01:07.250Z");
        assertThat(row.at("/custom_fields/rocketmat/value").asInt()).isEqualTo(41);
        assertThat(sandbox.score(application, "42").status()).isEqualTo(200);
    }

    @Test
    void aDuplicateApplicationOfTheLoserIsDeleted() {
        long kept = acme.addApplication(winner, analyst);
        long collapsed = acme.addApplication(loser, analyst);
        long carried = acme.addApplication(loser, baker);
        acme.mergeCandidates(winner, loser);

        assertThat(sandbox.ids("/v3/applications")).containsExactly(carried, kept);
        assertThat(sandbox.score(collapsed, "1").status()).isEqualTo(404);
        assertThat(sandbox.ids("/v3/application_stages?application_ids=" + collapsed))
                .isEmpty();
    }

    @Test
    void movedApplicationsMayGetNewIds() {
        sandbox.switches().life.mergeKeepsApplicationIds = false;
        long application = acme.addApplication(loser, analyst);
        acme.setCustomField(application, "rocketmat", Json.number(7));
        acme.mergeCandidates(winner, loser);

        assertThat(sandbox.score(application, "1").status()).isEqualTo(404);
        JsonNode made = sandbox.row("/v3/applications?candidate_ids=" + winner);
        assertThat(made.path("id").longValue()).isGreaterThan(application);
        assertThat(made.at("/custom_fields/rocketmat/value").asInt()).isEqualTo(7);
        assertThat(made.path("stage_id"))
                .isEqualTo(sandbox.row("/v3/application_stages?application_ids=" + made.path("id"))
                        .path("id"));
    }
}
