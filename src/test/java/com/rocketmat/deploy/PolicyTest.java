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

    /**
     * Of what must be there, a check that looks in the wrong place fails above. These are checks of what must not be there, and of
     * parts that are checked only where they are found.
     */
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
                inPod(
                        "a writable root file system",
                        pod -> at(pod, "/initContainers/0").remove("securityContext")),
                mistake(
                        "a secret's value in a manifest",
                        "ConfigMap",
                        map -> at(map, "/data").put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://a:b@db/x")),
                inPod("the pod shares the node's hostNetwork", it -> it.put("hostNetwork", true)),
                inPod(
                        "a volume without a size limit",
                        it -> at(it, "/volumes/2/emptyDir").remove("sizeLimit")),
                inPod(
                        "a volume type that is not allowed",
                        it -> at(it, "/volumes/2").remove("emptyDir")),
                mistake(
                        "replicas beside the autoscaler",
                        "Deployment",
                        it -> at(it, "/spec").put("replicas", 2)),
                mistake(
                        "the ServiceMonitor finds no Service",
                        "ServiceMonitor",
                        it -> at(it, "/spec/selector/matchLabels").put("more", "x")),
                mistake(
                        "a replica's workers are never",
                        "HorizontalPodAutoscaler",
                        it -> at(it, "/spec/metrics/1/external/target").put("averageValue", "16")),
                mistake("a secret in a manifest", "PrometheusRule", it -> it.put("kind", "Secret")),
                mistake("a status", "Service", it -> it.putObject("status")),
                mistake("twice", "PrometheusRule", it -> it.put("kind", "ServiceAccount")),
                mistake(
                        "the namespace does not enforce",
                        "Namespace",
                        it -> at(it, "/metadata").remove("labels")),
                mistake(
                        "outside of the namespace",
                        "Service",
                        it -> at(it, "/metadata").remove("namespace")));
    }

    private static Arguments mistake(String fault, String kind, Consumer<ObjectNode> mistake) {
        return arguments(fault, kind, mistake);
    }

    private static Arguments inPod(String fault, Consumer<ObjectNode> mistake) {
        return mistake(fault, "Deployment", deployment -> mistake.accept(at(deployment, "/spec/template/spec")));
    }

    private static Arguments inContainer(String fault, Consumer<ObjectNode> mistake) {
        return inPod(fault, pod -> mistake.accept(at(pod, "/containers/0")));
    }

    private static ObjectNode at(ObjectNode object, String path) {
        return (ObjectNode) object.at(path);
    }
}
