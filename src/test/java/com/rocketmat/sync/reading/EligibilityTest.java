package com.rocketmat.sync.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.sandbox.TestTenants;
import com.rocketmat.score.LeftAlone;
import com.rocketmat.score.ScoreField;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EligibilityTest {

    private static final long JOB = 5_512_001_002L;
    private static final ScoreField FIELD = new ScoreField("fit_score", true);

    private final Eligibility anyJob = new Eligibility(settings(Set.of()), FIELD);

    @Test
    void anOpenApplicationWithoutAScoreIsScored() {
        assertThat(anyJob.admits(application("in_process", false, JOB, Map.of())))
                .isTrue();
        assertThat(anyJob.admits(
                        application("in_process", false, JOB, Map.of("fit_score", entry(null), "fit_band", entry(1)))))
                .isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"active", "rejected", "hired", "converted", "IN_PROCESS", ""})
    void anApplicationInAnotherStateIsNotScored(String status) {
        assertThat(anyJob.admits(application(status, false, JOB, Map.of()))).isFalse();
    }

    @Test
    void eachReasonNotToScoreIsNamed() {
        Eligibility some = new Eligibility(settings(Set.of(JOB)), FIELD);

        assertThat(some.leftAlone(application("hired", true, 8L, Map.of()))).contains(LeftAlone.NOT_IN_PROCESS);
        assertThat(some.leftAlone(application("in_process", true, 8L, Map.of())))
                .contains(LeftAlone.PROSPECT);
        assertThat(some.leftAlone(application("in_process", false, null, Map.of())))
                .contains(LeftAlone.WITHOUT_JOB);
        assertThat(some.leftAlone(application("in_process", false, 8L, Map.of())))
                .contains(LeftAlone.OTHER_JOB);
        assertThat(some.leftAlone(application("in_process", false, JOB, Map.of("fit_score", entry(0)))))
                .contains(LeftAlone.HAS_VALUE);
        assertThat(some.leftAlone(application("in_process", false, JOB, Map.of())))
                .isEmpty();
        assertThat(Eligibility.admits(job("open"))).isTrue();
        assertThat(Eligibility.admits(job("closed"))).isFalse();
        assertThat(Eligibility.leftAlone((Job) null)).contains(LeftAlone.JOB_NOT_SHOWN);
        assertThat(Eligibility.leftAlone(job(null))).contains(LeftAlone.JOB_NOT_OPEN);
        assertThat(Eligibility.leftAlone(job("draft"))).contains(LeftAlone.JOB_NOT_OPEN);
        assertThat(Eligibility.admits(candidate("Ada", null))).isTrue();
        assertThat(Eligibility.admits(candidate(null, null)))
                .as("a missing first name does not mean anonymised")
                .isTrue();
        assertThat(Eligibility.admits(candidate("Anonymized", null))).isFalse();
        assertThat(Eligibility.leftAlone((Candidate) null)).contains(LeftAlone.CANDIDATE_NOT_SHOWN);
        assertThat(Eligibility.leftAlone(candidate(null, "private"))).contains(LeftAlone.CANDIDATE_NOT_SHOWN);
        assertThat(Eligibility.leftAlone(candidate("Anonymized", null))).contains(LeftAlone.ANONYMISED);
    }

    private static Application application(
            String status, boolean prospect, Long job, Map<String, CustomFieldEntry> customFields) {
        return new Application(
                7L, null, null, 6L, job, status, prospect, null, null, null, null, List.of(), customFields, null);
    }

    private static CustomFieldEntry entry(Integer value) {
        return new CustomFieldEntry("Score", "number", value == null ? NullNode.instance : IntNode.valueOf(value));
    }

    private static Job job(String status) {
        return new Job(JOB, "Analyst", status, null, null, null, null, null);
    }

    private static Candidate candidate(String firstName, String message) {
        return new Candidate(6L, null, firstName, null, null, null, null, null, message, null);
    }

    private static TenantSettings settings(Set<Long> jobs) {
        Map<String, String> secret = new HashMap<>(
                Map.of("harvest_client_id", "c", "harvest_client_secret", "s", "score_field", "fit_score"));
        if (!jobs.isEmpty()) {
            secret.put("jobs", jobs.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        return TestTenants.settings(new TenantId("acme"), secret);
    }
}
