package com.rocketmat.decision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.model.upload.ProtectedAttributes;
import jakarta.inject.Singleton;
import java.util.List;

/** Shows rows of the log. The reasons are as they were recorded, since the digest is over them; the warning is about their features. */
@Singleton
public class DecisionViews {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String NONE = "[]";

    private final ProtectedAttributes attributes;

    DecisionViews(ProtectedAttributes attributes) {
        this.attributes = attributes;
    }

    public DecisionView of(Decision decision) {
        return new DecisionView(
                decision.number(),
                decision.at(),
                decision.alias(),
                decision.applicationId(),
                decision.candidateId(),
                decision.jobId(),
                decision.kind(),
                decision.version(),
                decision.value(),
                decision.raw(),
                decision.reasons() == null ? NONE : decision.reasons(),
                decision.reasons() == null ? null : attributes.warning(features(decision.reasons())),
                decision.mode(),
                decision.detail(),
                decision.digest());
    }

    private static List<String> features(String reasons) {
        try {
            return JSON.readTree(reasons).findValuesAsText("feature");
        } catch (JsonProcessingException _) {
            // not ours: the row was changed, and is shown as it is
            return List.of();
        }
    }
}
