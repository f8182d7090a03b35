package com.rocketmat.deploy.scaling;

import com.fasterxml.jackson.databind.JsonNode;

/** The target of one metric, and the number of replicas for it: the arithmetic of Kubernetes' replica calculator. */
sealed interface Target {

    /** The controller's {@code --horizontal-pod-autoscaler-tolerance}, unless a direction has its own. */
    double TOLERANCE = 0.1;

    String metric();

    /**
     * The number of replicas for a metric.
     *
     * @param observed value of the metric; for cpu the share of what is requested, in percent, over the ready pods
     * @param replicas of the Deployment
     * @param ready replicas that are counted
     */
    int replicas(double observed, int replicas, int ready);

    /** One number for all replicas: the replicas grow by the factor by which it is too large. */
    record Value(String metric, double value) implements Target {
        @Override
        public int replicas(double observed, int replicas, int ready) {
            return inProportion(observed / value, replicas, ready);
        }
    }

    /** A number that replicas share. */
    record AverageValue(String metric, double value) implements Target {
        @Override
        public int replicas(double observed, int replicas, int ready) {
            double ratio = observed / (value * replicas);
            return near(ratio) ? replicas : up(observed / value);
        }
    }

    /** A share of what the pods request. */
    record Utilisation(String metric, double percent) implements Target {
        @Override
        public int replicas(double observed, int replicas, int ready) {
            return inProportion(observed / percent, replicas, ready);
        }
    }

    static Target of(JsonNode metric) {
        JsonNode external = metric.path("external");
        JsonNode resource = metric.path("resource");
        String name = external.at("/metric/name").asText();
        return switch (metric.at("/external/target/type").asText()
                + resource.at("/target/type").asText()) {
            case "Value" -> new Value(name, quantity(external.at("/target/value")));
            case "AverageValue" -> new AverageValue(name, quantity(external.at("/target/averageValue")));
            case "Utilization" ->
                new Utilisation(
                        resource.path("name").asText(),
                        resource.at("/target/averageUtilization").asDouble());
            default -> throw new IllegalArgumentException("no arithmetic for " + metric);
        };
    }

    private static int inProportion(double ratio, int replicas, int ready) {
        return near(ratio) ? replicas : up(ratio * ready);
    }

    private static boolean near(double ratio) {
        return Math.abs(1 - ratio) <= TOLERANCE;
    }

    private static int up(double replicas) {
        return (int) Math.ceil(replicas);
    }

    /** The number formats that our manifests use. */
    static double quantity(JsonNode number) {
        String text = number.asText();
        return text.endsWith("m")
                ? Double.parseDouble(text.substring(0, text.length() - 1)) / 1000
                : Double.parseDouble(text);
    }
}
