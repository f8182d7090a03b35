package com.rocketmat.sandbox.greenhouse.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches.PrivateCandidates;
import org.junit.jupiter.api.Test;

class PrivacyTest {
    private static final String MESSAGE = "\"message\":\"You do not have permission to view this candidate.\"";
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;
    private final long candidate = acme.addCandidate("Ada", "Byron");

    @Test
    void aStubHasNoRequestedFields() {
        acme.makePrivate(candidate);
        assertThat(sandbox.get("/v3/candidates?fields=id,first_name").text())
                .doesNotContain("Ada")
                .contains(MESSAGE);
        sandbox.switches().reads.privateCandidates = PrivateCandidates.STUB_BY_FIELDS;
        assertThat(sandbox.get("/v3/candidates?fields=id,first_name").text()).isEqualTo("[{\"id\":" + candidate + "}]");
    }

    @Test
    void aConfidentialJobIsNotListedAlthoughItsApplicationsAre() {
        long open = acme.addJob("Baker");
        long secret = acme.addJob("Chief");
        long application = acme.addApplication(candidate, secret);
        acme.makeConfidential(secret);
        assertThat(sandbox.ids("/v3/jobs")).containsExactly(open);
        assertThat(sandbox.ids("/v3/jobs?ids=" + secret)).isEmpty();
        assertThat(sandbox.ids("/v3/applications?job_ids=" + secret)).containsExactly(application);
        sandbox.switches().reads.confidentialJobs = true;
        assertThat(sandbox.ids("/v3/jobs")).containsExactly(secret, open);
    }

    @Test
    void applicationsMayBeHiddenWithTheirCandidateOrJob() {
        long hers = acme.addApplication(candidate, acme.addJob("Analyst"));
        long secret = acme.addJob("Chief");
        long his = acme.addApplication(acme.addCandidate("Alan", "Mathison"), secret);
        acme.makePrivate(candidate);
        acme.makeConfidential(secret);
        sandbox.switches().reads.applicationsOfHidden = false;
        assertThat(sandbox.ids("/v3/applications")).isEmpty();
        sandbox.switches().reads.privateCandidates = PrivateCandidates.SHOWN;
        assertThat(sandbox.ids("/v3/applications")).containsExactly(hers);
        sandbox.switches().reads.confidentialJobs = true;
        assertThat(sandbox.ids("/v3/applications")).containsExactly(his, hers);
    }
}
