package com.rocketmat.sandbox.greenhouse.v3;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LateListsTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private final long job = acme.addJob("Analyst");
    private final long candidate = acme.addCandidate("Ada", "Byron");
    private final long application = acme.addApplication(candidate, job);

    @BeforeEach
    void delayLists() {
        sandbox.switches().readAfterWriteLag = Duration.ofSeconds(5);
    }

    @Test
    void aNewRowIsListedLateButCanBeWrittenAtOnce() {
        long late = acme.addApplication(candidate, job);
        assertThat(sandbox.ids("/v3/applications")).containsExactly(application);
        assertThat(sandbox.ids("/v3/applications?ids=" + late)).isEmpty();
        assertThat(sandbox.ids("/v3/applications?job_ids=" + job)).containsExactly(application);
        assertThat(sandbox.score(late, "1").status()).isEqualTo(200);
        sandbox.clock.forward(Duration.ofSeconds(5));
        assertThat(sandbox.ids("/v3/applications?job_ids=" + job)).containsExactly(late, application);
    }

    @Test
    void aDeletedRowIsListedForAWhileButCannotBeWritten() {
        acme.deleteApplication(application);
        assertThat(sandbox.ids("/v3/applications?candidate_ids=" + candidate)).containsExactly(application);
        assertThat(sandbox.score(application, "1").status()).isEqualTo(404);
        sandbox.clock.forward(Duration.ofSeconds(5));
        assertThat(sandbox.ids("/v3/applications")).isEmpty();
        assertThat(sandbox.ids("/v3/applications?candidate_ids=" + candidate)).isEmpty();
    }

    @Test
    void aMergedApplicationIsListedUnderTheLoserForAWhile() {
        sandbox.clock.forward(Duration.ofMinutes(1));
        long winner = acme.addCandidate("Ada", "Lovelace");
        acme.mergeCandidates(winner, candidate);
        assertThat(listed("candidate_ids=" + candidate).path("candidate_id").longValue())
                .isEqualTo(candidate);
        assertThat(listed("candidate_ids=" + winner).isMissingNode()).isTrue();
        sandbox.clock.forward(Duration.ofSeconds(5));
        assertThat(listed("candidate_ids=" + candidate).isMissingNode()).isTrue();
        assertThat(listed("candidate_ids=" + winner).path("id").longValue()).isEqualTo(application);
    }

    private JsonNode listed(String query) {
        return sandbox.row("/v3/applications?" + query);
    }
}
