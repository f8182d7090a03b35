package com.rocketmat.deploy.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * The target of one metric, and the number of replicas for it: the arithmetic of Kubernetes' replica calculator.
 *
 * @param shared whether the value is one replica's share of the metric
 */
record Target(String metric, boolean shared, double value) {

    /** The controller's {@code --horizontal-pod-autoscaler-tolerance}, unless a direction has its own. */
    private static final double TOLERANCE = 0.1;

    private static final Map<String, String> FIELDS =
            Map.of("Value", "value", "AverageValue", "averageValue", "Utilization", "averageUtilization");

    static Target of(JsonNode metric) {
        JsonNode source = metric.path(metric.has("external") ? "external" : "resource");
        String type = source.at("/target/type").asText();
        if (!FIELDS.containsKey(type)) {
            throw new IllegalArgumentException("no arithmetic for " + metric);
        }
        return new Target(
                source.at("/metric/name").asText() + source.path("name").asText(),
                type.equals("AverageValue"),
                quantity(source.path("target").path(FIELDS.get(type))));
    }

    /**
     * The number of replicas for a metric.
     *
     * @param observed value of the metric; for cpu the share of what is requested, in percent, over the ready pods
     * @param replicas of the Deployment
     * @param ready replicas that are counted
     */
    int replicas(double observed, int replicas, int ready) {
        double ratio = observed / (shared ? value * replicas : value);
        if (Math.abs(1 - ratio) <= TOLERANCE) {
            return replicas;
        }
        return (int) Math.ceil(shared ? observed / value : ratio * ready);
    }

    /** The number formats that our manifests use. */
    static double quantity(JsonNode number) {
        String text = number.asText();
        return text.endsWith("m")
                ? Double.parseDouble(text.substring(0, text.length() - 1)) / 1000
                : Double.parseDouble(text);
    }
}
