package com.rocketmat.deploy.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.deploy.Manifests;
import com.rocketmat.deploy.scaling.Cluster.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A day under the deployed autoscaler with its own numbers, and with others for comparison. */
class ScalingTest {

    /** More than a tenant's rate window allows in a day. */
    private static final int BACKLOG = 500_000;

    /** Slices that do almost nothing but wait, which cpu does not show. */
    private static final double WAITING = 0.01;

    private static JsonNode deployed;
    private static Replica replica;
    private static int average;

    @BeforeAll
    static void readWhatIsDeployed() throws IOException {
        Manifests production = Manifests.rendered("overlays/production");
        deployed = production.the("HorizontalPodAutoscaler");
        replica = replica(production, WAITING);
        average = average();
    }

    @ParameterizedTest
    @ValueSource(doubles = {WAITING, 0.05})
    void replicasFollowTheDayAndDoNotFlap(double busy) throws IOException {
        Replica kind = replica(Manifests.rendered("overlays/production"), busy);
        Autoscaler autoscaler = Autoscaler.of(deployed);

        Day day = new Cluster(autoscaler, new OrdinaryDay(0), kind, average).run();

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

    @Test
    @Tag("nightly")
    void theBacklogOfOneTenantDoesNotScaleOutInVain() {
        OrdinaryDay load = new OrdinaryDay(BACKLOG);
        Autoscaler autoscaler = Autoscaler.of(deployed);

        Day day = new Cluster(autoscaler, load, replica, average).run();
        Day without = new Cluster(Autoscaler.of(deployed), new OrdinaryDay(0), replica, average).run();

        assertThat(load.backlog()).as("it lasts all day").isPositive();
        assertThat(day.mostReplicas(0, 8)).as("by night").isEqualTo(autoscaler.least());
        assertThat(day.mostReplicas(18, 24) - without.mostReplicas(18, 24)).isZero();
        assertThat(day.meanReplicas()).as("over the day").isLessThan(without.meanReplicas() + 0.2);
    }

    @Test
    @Tag("nightly")
    void withTheLagAloneTheNumberWouldSwing() {
        Day day = day(spec -> removeMetric(spec, "rocketmat_busy_workers"), 0);

        assertThat(day.turns(9, 18)).isGreaterThan(20);
    }

    @Test
    @Tag("nightly")
    void withoutAWindowForFewerReplicasTheNumberWouldSwing() {
        Day day = day(spec -> ((ObjectNode) spec.at("/behavior/scaleDown")).put("stabilizationWindowSeconds", 0), 0);

        assertThat(day.turns(9, 18)).isGreaterThan(5);
    }

    @Test
    @Tag("nightly")
    void byTheBacklogOneTenantWouldTakeAllReplicas() {
        Day day = day(
                spec -> ((ObjectNode) spec.at("/metrics/0/external/metric")).put("name", "rocketmat_backlog"), BACKLOG);

        assertThat(day.mostReplicas(0, 8))
                .isEqualTo(deployed.at("/spec/maxReplicas").asInt());
    }

    @Test
    @Tag("nightly")
    void withTooFewReplicasThePeakWouldNotBeOver() {
        Day day = day(spec -> spec.put("maxReplicas", 2), 0);

        assertThat(day.worstLag(8, 18)).isGreaterThan(300);
    }

    private static Day day(Consumer<ObjectNode> mistake, int backlog) {
        JsonNode planted = deployed.deepCopy();
        mistake.accept((ObjectNode) planted.path("spec"));
        return new Cluster(Autoscaler.of(planted), new OrdinaryDay(backlog), replica, average).run();
    }

    private static void removeMetric(ObjectNode spec, String name) {
        ArrayNode metrics = (ArrayNode) spec.path("metrics");
        for (int i = 0; i < metrics.size(); i++) {
            if (metrics.get(i).at("/external/metric/name").equals(TextNode.valueOf(name))) {
                metrics.remove(i);
                return;
            }
        }
        throw new AssertionError("no " + name);
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
