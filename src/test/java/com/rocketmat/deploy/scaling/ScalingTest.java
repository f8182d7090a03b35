package com.rocketmat.deploy.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.deploy.Manifests;
import com.rocketmat.deploy.scaling.Cluster.Replica;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A day under the deployed autoscaler with its own numbers. */
class ScalingTest {

    /** More than a tenant's rate window allows in a day. */
    private static final int BACKLOG = 500_000;

    /** Slices that do almost nothing but wait, which cpu does not show. */
    private static final double WAITING = 0.01;

    private static Manifests production;
    private static JsonNode deployed;
    private static int average;

    @BeforeAll
    static void readWhatIsDeployed() throws IOException {
        production = Manifests.rendered("overlays/production");
        deployed = production.the("HorizontalPodAutoscaler");
        average = average();
    }

    @Test
    @Tag("nightly")
    void replicasFollowTheDayAndDoNotFlap() {
        replicasFollowTheDay(WAITING);
    }

    @Test
    @Tag("nightly")
    void replicasDoNotFlapWithBusierSlices() {
        replicasFollowTheDay(0.05);
    }

    private static void replicasFollowTheDay(double busy) {
        Autoscaler autoscaler = Autoscaler.of(deployed);

        Day day = new Cluster(autoscaler, new OrdinaryDay(0), replica(busy), average).run();

        assertThat(day.replicas(3, 0)).as("by night").isEqualTo(autoscaler.least());
        assertThat(day.replicas(8, 10)).as("at the peak of the morning").isGreaterThan(autoscaler.least() + 2);
        assertThat(day.replicas(8, 50)).as("after it").isLessThan(day.replicas(8, 10));
        assertThat(day.replicas(11, 0)).as("by day").isGreaterThan(autoscaler.least());
        assertThat(day.replicas(20, 0)).as("in the evening").isLessThanOrEqualTo(autoscaler.least() + 1);
        assertThat(day.worstLag(0, 24)).as("no alert fires").isLessThan(300);
        assertThat(day.worstLag(10, 18)).as("no tenant waits by day").isLessThan(60);
        assertThat(day.turns(0, 24))
                .as("up and down for the morning, and for the day")
                .isBetween(3, 5);
        assertThat(day.turns(9, 18)).as("in office hours").isLessThanOrEqualTo(1);
    }

    @Test
    @Tag("nightly")
    void theBacklogOfOneTenantDoesNotAddReplicas() {
        OrdinaryDay load = new OrdinaryDay(BACKLOG);

        Day day = day(load);
        Day without = day(new OrdinaryDay(0));

        assertThat(load.backlog()).as("it lasts all day").isPositive();
        assertThat(day.mostReplicas(0, 8))
                .as("by night")
                .isEqualTo(Autoscaler.of(deployed).least());
        assertThat(day.mostReplicas(18, 24)).as("in the evening").isEqualTo(without.mostReplicas(18, 24));
        assertThat(day.meanReplicas()).as("over the day").isLessThan(without.meanReplicas() + 0.2);
    }

    private static Day day(OrdinaryDay load) {
        return new Cluster(Autoscaler.of(deployed), load, replica(WAITING), average).run();
    }

    private static Replica replica(double busy) {
        JsonNode cores = production.the("Deployment").at("/spec/template/spec/containers/0/resources/requests/cpu");
        return new Replica(production.config("ROCKETMAT_SYNC_WORKERS").asInt(), Target.quantity(cores), busy);
    }

    /** The seconds over which the adapter averages the busy workers. */
    private static int average() throws IOException {
        String busyWorkers = Manifests.document(Path.of("deploy/k8s/adapter/rule.yaml"))
                .at("/rules/external/1/metricsQuery")
                .asText();
        Matcher minutes = Pattern.compile("avg_over_time\\(.*\\[(\\d+)m]\\)").matcher(busyWorkers);
        assertThat(minutes.find()).isTrue();
        return 60 * Integer.parseInt(minutes.group(1));
    }
}
