package com.rocketmat.deploy.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.deploy.Manifests;
import com.rocketmat.deploy.scaling.Cluster.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A day under the deployed autoscaler with its own numbers. */
class ScalingTest {

    /** The first is of slices that do almost nothing but wait, which cpu does not show. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.05})
    void replicasFollowTheDayAndDoNotFlap(double busy) throws IOException {
        Manifests production = Manifests.rendered("overlays/production");
        Autoscaler autoscaler = Autoscaler.of(production.the("HorizontalPodAutoscaler"));

        Day day = new Cluster(autoscaler, new OrdinaryDay(), replica(production, busy), average()).run();

        assertThat(day.replicas(3, 0)).as("by night").isEqualTo(autoscaler.least());
        assertThat(day.replicas(8, 10)).as("at the peak of the morning").isGreaterThan(autoscaler.least() + 2);
        assertThat(day.replicas(8, 50)).as("after it").isLessThan(day.replicas(8, 10));
        assertThat(day.replicas(11, 0)).as("by day").isGreaterThan(autoscaler.least());
        assertThat(day.replicas(20, 0)).as("in the evening").isLessThanOrEqualTo(autoscaler.least() + 1);
        assertThat(day.worstLag(0, 24)).as("no alert fires").isLessThan(300);
        assertThat(day.worstLag(10, 18)).as("no tenant waits by day").isLessThan(60);
        assertThat(day.turns(0, 24))
                .as("up and down for the morning, and for the day; " + day)
                .isBetween(3, 5);
        assertThat(day.turns(9, 18)).as("in office hours").isLessThanOrEqualTo(1);
    }

    private static Replica replica(Manifests production, double busy) {
        String cores = production
                .the("Deployment")
                .at("/spec/template/spec/containers/0/resources/requests/cpu")
                .asText();
        return new Replica(
                production.config("ROCKETMAT_SYNC_WORKERS").asInt(), Target.quantity(TextNode.valueOf(cores)), busy);
    }

    /** The seconds over which the adapter averages the busy workers. */
    private static int average() throws IOException {
        for (JsonNode rule :
                Manifests.document(Path.of("deploy/k8s/adapter/rule.yaml")).at("/rules/external")) {
            Matcher minutes = Pattern.compile("avg_over_time\\(.*\\[(\\d+)m]\\)")
                    .matcher(rule.path("metricsQuery").asText());
            if (rule.at("/name/as").asText().equals("rocketmat_busy_workers") && minutes.find()) {
                return 60 * Integer.parseInt(minutes.group(1));
            }
        }
        throw new AssertionError("the adapter averages no busy workers");
    }
}
