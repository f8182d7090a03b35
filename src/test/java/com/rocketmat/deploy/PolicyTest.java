package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTest {

    static List<Manifests> all() throws IOException {
        return Manifests.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void nothingIsWrong(Manifests manifests) {
        assertThat(Policy.faults(manifests)).isEmpty();
    }

    @Tag("finding-C")
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("mistakes")
    void eachMistakeIsFound(String fault, String kind, Consumer<ObjectNode> mistake) throws IOException {
        Manifests planted = Manifests.rendered("overlays/production").planted(kind, mistake);

        assertThat(Policy.faults(planted)).anySatisfy(found -> assertThat(found).startsWith(fault));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                inContainer(
                        "an image without a version", it -> it.put("image", "rocketmat/rocketmat-greenhouse:latest")),
                inContainer("an image without a version", it -> it.put("image", "rocketmat/rocketmat-greenhouse")),
                inContainer(
                        "no limit for memory", it -> at(it, "/resources/limits").remove("memory")),
                inContainer(
                        "no limit for ephemeral-storage",
                        it -> at(it, "/resources/limits").remove("ephemeral-storage")),
                inContainer(
                        "no limit for cpu", it -> at(it, "/resources/limits").remove("cpu")),
                inContainer(
                        "no request for cpu",
                        it -> at(it, "/resources/requests").remove("cpu")),
                inContainer(
                        "a writable root file system",
                        it -> at(it, "/securityContext").remove("readOnlyRootFilesystem")),
                inContainer(
                        "privilege escalation is allowed",
                        it -> at(it, "/securityContext").remove("allowPrivilegeEscalation")),
                inContainer("privileged", it -> at(it, "/securityContext").put("privileged", true)),
                inContainer(
                        "capabilities are not dropped",
                        it -> at(it, "/securityContext/capabilities")
                                .putArray("add")
                                .add("NET_ADMIN")),
                inContainer(
                        "a secret's value in a manifest: QUARKUS_DATASOURCE_PASSWORD",
                        it -> ((ArrayNode) it.path("env"))
                                .addObject()
                                .put("name", "QUARKUS_DATASOURCE_PASSWORD")
                                .put("value", "x")),
                inContainer(
                        "no such ConfigMap",
                        it -> at(it, "/envFrom/0/configMapRef").put("name", "elsewhere")),
                inContainer("no such volume", it -> at(it, "/volumeMounts/0").put("name", "elsewhere")),
                inMigration("a writable root file system", it -> it.remove("securityContext")),
                inMigration("no limit for memory", it -> it.remove("resources")),
                arguments("a secret's value in a manifest", "ConfigMap", (Consumer<ObjectNode>)
                        map -> at(map, "/data").put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://a:b@db/x")),
                inPod(
                        "the pod may run as root",
                        it -> at(it, "/securityContext").remove("runAsNonRoot")),
                inPod(
                        "the pod has no seccomp profile",
                        it -> at(it, "/securityContext").remove("seccompProfile")),
                inPod("the pod shares the node's hostNetwork", it -> it.put("hostNetwork", true)),
                inPod("no such ServiceAccount", it -> it.put("serviceAccountName", "elsewhere")),
                inPod(
                        "a volume without a size limit",
                        it -> at(it, "/volumes/2/emptyDir").remove("sizeLimit")),
                inPod(
                        "a volume type that is not allowed",
                        it -> at(it, "/volumes/2").remove("emptyDir")),
                arguments("replicas beside the autoscaler", "Deployment", (Consumer<ObjectNode>)
                        it -> at(it, "/spec").put("replicas", 2)),
                arguments("the Deployment does not select", "Deployment", (Consumer<ObjectNode>)
                        it -> at(it, "/spec/template/metadata/labels").put("more", "x")),
                arguments("the Service finds no pods", "Service", (Consumer<ObjectNode>)
                        it -> at(it, "/spec/selector").put("more", "x")),
                arguments("the PodDisruptionBudget finds no pods", "PodDisruptionBudget", (Consumer<ObjectNode>)
                        it -> at(it, "/spec/selector").remove("matchLabels")),
                arguments("the NetworkPolicy finds no pods", "NetworkPolicy", (Consumer<ObjectNode>)
                        it -> at(it, "/spec/podSelector").remove("matchLabels")),
                arguments("the ServiceMonitor finds no Service", "ServiceMonitor", (Consumer<ObjectNode>)
                        it -> at(it, "/spec/selector/matchLabels").put("more", "x")),
                arguments("the autoscaler has another Deployment", "HorizontalPodAutoscaler", (Consumer<ObjectNode>)
                        it -> at(it, "/spec/scaleTargetRef").put("name", "elsewhere")),
                arguments("the service calculates", "HorizontalPodAutoscaler", (Consumer<ObjectNode>)
                        it -> at(it, "/spec").put("maxReplicas", 11)),
                arguments("a replica's workers are never", "HorizontalPodAutoscaler", (Consumer<ObjectNode>)
                        it -> at(it, "/spec/metrics/1/external/target").put("averageValue", "16")),
                arguments("not exactly one autoscaler", "HorizontalPodAutoscaler", (Consumer<ObjectNode>)
                        it -> it.put("kind", "Other")),
                arguments("a secret in a manifest", "PrometheusRule", (Consumer<ObjectNode>)
                        it -> it.put("kind", "Secret")),
                arguments("a status", "Service", (Consumer<ObjectNode>) it -> it.putObject("status")),
                arguments("twice", "PrometheusRule", (Consumer<ObjectNode>) it -> it.put("kind", "ServiceAccount")),
                arguments("the namespace does not enforce", "Namespace", (Consumer<ObjectNode>)
                        it -> at(it, "/metadata").remove("labels")),
                arguments("outside of the namespace", "Service", (Consumer<ObjectNode>)
                        it -> at(it, "/metadata").remove("namespace")));
    }

    private static Arguments inPod(String fault, Consumer<ObjectNode> mistake) {
        return arguments(fault, "Deployment", (Consumer<ObjectNode>)
                deployment -> mistake.accept(at(deployment, "/spec/template/spec")));
    }

    private static Arguments inContainer(String fault, Consumer<ObjectNode> mistake) {
        return inPod(fault, pod -> mistake.accept(at(pod, "/containers/0")));
    }

    private static Arguments inMigration(String fault, Consumer<ObjectNode> mistake) {
        return inPod(fault, pod -> mistake.accept(at(pod, "/initContainers/0")));
    }

    private static ObjectNode at(ObjectNode object, String path) {
        return (ObjectNode) object.at(path);
    }
}
