package com.rocketmat.deploy.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples in Kubernetes' documentation of the HorizontalPodAutoscaler, which prove that the simulation is right. */
class AutoscalerTest {

    private static final String METRIC = "m";

    @Test
    void replicasAreInProportionToTheMetric() {
        Target value = new Target.Value(METRIC, 100);

        assertThat(value.replicas(200, 3, 3)).isEqualTo(6);
        assertThat(value.replicas(50, 4, 4)).isEqualTo(2);
        assertThat(value.replicas(109, 4, 4)).as("within the tolerance").isEqualTo(4);
        assertThat(value.replicas(91, 4, 4)).as("within the tolerance").isEqualTo(4);
        assertThat(value.replicas(111, 4, 4)).isEqualTo(5);
        assertThat(value.replicas(200, 4, 3)).as("of the ready replicas").isEqualTo(6);
        assertThat(value.replicas(0, 4, 4)).isZero();
    }

    @Test
    void whatReplicasShareIsDividedAmongThem() {
        Target average = new Target.AverageValue(METRIC, 12);

        assertThat(average.replicas(24, 2, 2)).isEqualTo(2);
        assertThat(average.replicas(26, 2, 2)).as("within the tolerance").isEqualTo(2);
        assertThat(average.replicas(32, 2, 2)).isEqualTo(3);
        assertThat(average.replicas(70, 2, 2)).isEqualTo(6);
        assertThat(average.replicas(13, 6, 6)).isEqualTo(2);
    }

    @Test
    void eightyPodsGoInStepsOfTenPercentAndOfFourAtTheEnd() throws IOException {
        Autoscaler autoscaler = autoscaler("""
                scaleUp: {stabilizationWindowSeconds: 0, policies: [{type: Pods, value: 4, periodSeconds: 60}]}
                scaleDown:
                  stabilizationWindowSeconds: 0
                  policies:
                    - {type: Pods, value: 4, periodSeconds: 60}
                    - {type: Percent, value: 10, periodSeconds: 60}
                """);

        assertThat(minuteByMinute(autoscaler, 80, 10, 13))
                .containsExactly(72, 64, 57, 51, 45, 40, 36, 32, 28, 24, 20, 16, 12);
    }

    @Test
    void theNarrowestPolicyCountsWhenSaidSo() throws IOException {
        Autoscaler autoscaler = autoscaler("""
                scaleUp: {stabilizationWindowSeconds: 0, policies: [{type: Pods, value: 4, periodSeconds: 60}]}
                scaleDown:
                  stabilizationWindowSeconds: 0
                  selectPolicy: Min
                  policies:
                    - {type: Pods, value: 5, periodSeconds: 60}
                    - {type: Percent, value: 10, periodSeconds: 60}
                """);

        assertThat(minuteByMinute(autoscaler, 80, 10, 2)).containsExactly(75, 70);
    }

    @Test
    void theHighestRecommendationOfTheWindowHoldsReplicasBack() throws IOException {
        Autoscaler autoscaler = autoscaler("""
                scaleUp: {stabilizationWindowSeconds: 60, policies: [{type: Pods, value: 100, periodSeconds: 15}]}
                scaleDown: {stabilizationWindowSeconds: 300, policies: [{type: Pods, value: 100, periodSeconds: 15}]}
                """);

        assertThat(look(autoscaler, 0, 5, 5)).isEqualTo(5);
        assertThat(look(autoscaler, 15, 5, 1)).isEqualTo(5);
        assertThat(look(autoscaler, 285, 5, 1)).isEqualTo(5);
        assertThat(look(autoscaler, 300, 5, 1)).as("the five is forgotten").isEqualTo(1);
    }

    @Test
    void theLowestRecommendationOfTheWindowHoldsBackMoreReplicas() throws IOException {
        Autoscaler autoscaler = autoscaler("""
                scaleUp: {stabilizationWindowSeconds: 60, policies: [{type: Pods, value: 100, periodSeconds: 15}]}
                scaleDown: {stabilizationWindowSeconds: 300, policies: [{type: Pods, value: 100, periodSeconds: 15}]}
                """);

        assertThat(look(autoscaler, 0, 5, 5)).isEqualTo(5);
        assertThat(look(autoscaler, 15, 5, 9)).isEqualTo(5);
        assertThat(look(autoscaler, 45, 5, 8)).isEqualTo(5);
        assertThat(look(autoscaler, 60, 5, 9)).as("the lowest since").isEqualTo(8);
    }

    @Test
    void aMetricThatCannotBeReadForbidsFewerReplicasButNotMore() throws IOException {
        String behaviour = """
                scaleUp: {stabilizationWindowSeconds: 0, policies: [{type: Pods, value: 100, periodSeconds: 15}]}
                scaleDown: {stabilizationWindowSeconds: 0, policies: [{type: Pods, value: 100, periodSeconds: 15}]}
                """;

        assertThat(autoscaler(behaviour).look(0, 5, 5, Map.of())).isEqualTo(5);
        assertThat(autoscaler(behaviour).look(0, 5, 5, Map.of("cpu", 20.0))).isEqualTo(5);
        assertThat(autoscaler(behaviour).look(0, 5, 5, Map.of("cpu", 160.0))).isEqualTo(10);
        assertThat(autoscaler(behaviour).look(0, 5, 5, Map.of("cpu", 20.0, METRIC, 0.2)))
                .isEqualTo(2);
    }

    @Test
    void whatWouldBeLeftToTheClustersDefaultsIsRefused() {
        assertThatThrownBy(() -> autoscaler("scaleUp: {stabilizationWindowSeconds: 0}"))
                .hasMessageContaining("defaults");
    }

    private static List<Integer> minuteByMinute(Autoscaler autoscaler, int from, int wanted, int minutes) {
        List<Integer> seen = new ArrayList<>();
        int replicas = from;
        for (int minute = 0; minute < minutes; minute++) {
            replicas = look(autoscaler, minute * 60L, replicas, wanted);
            seen.add(replicas);
        }
        return seen;
    }

    /** The metric's target is 1, and cpu uses a tenth of its request, so the metric alone determines the replicas. */
    private static int look(Autoscaler autoscaler, long now, int replicas, int wanted) {
        return autoscaler.look(now, replicas, replicas, Map.of(METRIC, (double) wanted / replicas, "cpu", 1.0));
    }

    private static Autoscaler autoscaler(String behaviour) throws IOException {
        JsonNode spec = new ObjectMapper(new YAMLFactory()).readTree("""
                        spec:
                          minReplicas: 1
                          maxReplicas: 100
                          metrics:
                            - type: External
                              external: {metric: {name: m}, target: {type: Value, value: "1"}}
                            - type: Resource
                              resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}
                          behavior:
                        """ + behaviour.indent(4));
        return Autoscaler.of(spec);
    }
}
