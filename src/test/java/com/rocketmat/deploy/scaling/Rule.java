package com.rocketmat.deploy.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits of one scaling direction, of which the widest counts.
 *
 * @param window the seconds over which the most cautious recommendation counts
 */
record Rule(int window, List<Limit> limits) {

    /** This many pods within this many seconds. */
    record Limit(int pods, int period) {}

    static Rule of(JsonNode rule) {
        List<Limit> limits = new ArrayList<>();
        for (JsonNode policy : rule.path("policies")) {
            if (!policy.path("type").asText().equals("Pods")) {
                throw new IllegalArgumentException("no arithmetic for " + policy);
            }
            limits.add(new Limit(
                    policy.path("value").asInt(), policy.path("periodSeconds").asInt()));
        }
        if (limits.isEmpty() || !rule.has("stabilizationWindowSeconds") || rule.has("selectPolicy")) {
            throw new IllegalArgumentException("left to the cluster's defaults, or not simulated: " + rule);
        }
        return new Rule(rule.path("stabilizationWindowSeconds").asInt(), List.copyOf(limits));
    }
}
