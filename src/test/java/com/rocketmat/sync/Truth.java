package com.rocketmat.sync;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.score.ScoreField;
import com.rocketmat.sync.reading.Eligibility;
import com.rocketmat.tenant.settings.TenantSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The true state of a simulated Greenhouse, regardless of what its lists currently show. */
record Truth(Organisation organisation) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** Eligible applications without a value. */
    List<Long> unscored(TenantSettings settings) {
        Eligibility eligibility = new Eligibility(settings, new ScoreField(settings.scoreField(), true));
        Map<Long, ObjectNode> jobs = byId("jobs");
        Map<Long, ObjectNode> candidates = byId("candidates");
        return organisation.rows("applications").stream()
                .map(row -> JSON.convertValue(row, Application.class))
                .filter(eligibility::admits)
                .filter(row -> Eligibility.admits(JSON.convertValue(jobs.get(row.jobId()), Job.class)))
                .filter(row -> visible(candidates.get(row.candidateId())))
                .map(Application::id)
                .toList();
    }

    private static boolean visible(ObjectNode candidate) {
        return !candidate.path("private").asBoolean()
                && Eligibility.admits(JSON.convertValue(candidate, Candidate.class));
    }

    private Map<Long, ObjectNode> byId(String resource) {
        return organisation.rows(resource).stream()
                .collect(Collectors.toMap(row -> row.path("id").longValue(), Function.identity()));
    }
}
