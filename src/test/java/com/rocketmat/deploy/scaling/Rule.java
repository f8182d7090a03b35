package com.rocketmat.deploy.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Limits of one scaling direction.
 *
 * @param window the seconds over which the most cautious recommendation counts
 * @param widest whether the widest of several limits counts, which is the default; otherwise the narrowest
 */
record Rule(int window, List<Limit> limits, boolean widest) {

    /** This many pods, or percent of them, within this many seconds. */
    record Limit(boolean percent, int value, int period) {}

    static Rule of(JsonNode rule) {
        List<Limit> limits = new ArrayList<>();
        for (JsonNode policy : rule.path("policies")) {
            limits.add(new Limit(
                    policy.path("type").asText().equals("Percent"),
                    policy.path("value").asInt(),
                    policy.path("periodSeconds").asInt()));
        }
        if (limits.isEmpty() || !rule.has("stabilizationWindowSeconds")) {
            throw new IllegalArgumentException("left to the cluster's defaults: " + rule);
        }
        return new Rule(
                rule.path("stabilizationWindowSeconds").asInt(),
                List.copyOf(limits),
                !rule.path("selectPolicy").asText().equals("Min"));
    }
}
