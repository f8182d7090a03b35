package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every object passes the API server's strict validation of fields. */
class SchemaTest {

    static List<Manifests> all() throws IOException {
        return Manifests.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyFieldOfEveryObjectIsKnown(Manifests manifests) throws IOException {
        assertThat(Schemas.ofKubernetes(manifests)).isEmpty();
        assertThat(Schemas.ofPrometheus(manifests)).isEmpty();
        assertThat(Schemas.ofKeda(manifests)).isEmpty();
    }

    /** The API server's own schemas, for its built-in kinds; a kind that neither it nor the others know is a mistake too. */
    @ParameterizedTest
    @MethodSource("mistakesOfKubernetes")
    void kubernetesFindsTheMistake(String kind, Consumer<ObjectNode> mistake) throws IOException {
        assertThat(Schemas.ofKubernetes(planted(kind, mistake))).isNotEmpty();
    }

    static Stream<Arguments> mistakesOfKubernetes() {
        return Stream.of(
                mistake(
                        "Deployment",
                        it -> at(it, "/spec/template/spec/containers/0").put("imagePullPolice", "Always")),
                mistake("Deployment", it -> at(it, "/spec").put("replicas", "two")),
                mistake("Service", it -> at(it, "/spec/ports/0").remove("port")),
                mistake("Namespace", it -> it.put("kind", "Nameplace")),
                mistake("ServiceMonitor", it -> it.put("apiVersion", "monitoring.coreos.com/v2")));
    }

    @ParameterizedTest
    @MethodSource("mistakesOfPrometheus")
    void prometheusFindsTheMistake(String kind, Consumer<ObjectNode> mistake) throws IOException {
        assertThat(Schemas.ofPrometheus(planted(kind, mistake))).isNotEmpty();
    }

    static Stream<Arguments> mistakesOfPrometheus() {
        return Stream.of(
                mistake("ServiceMonitor", it -> at(it, "/spec/endpoints/0").put("intervall", "15s")),
                mistake("PrometheusRule", it -> at(it, "/spec/groups/0/rules/0").put("expression", "up")));
    }

    @ParameterizedTest
    @MethodSource("mistakesOfKeda")
    void kedaFindsTheMistake(String kind, Consumer<ObjectNode> mistake) throws IOException {
        Manifests planted = Manifests.rendered("overlays/production-keda").planted(kind, mistake);

        assertThat(Schemas.ofKeda(planted)).isNotEmpty();
    }

    static Stream<Arguments> mistakesOfKeda() {
        return Stream.of(
                mistake("ScaledObject", it -> at(it, "/spec").put("maxReplicas", 10)),
                mistake("ScaledObject", it -> at(it, "/spec/triggers/0").put("threshold", "60")));
    }

    private static Manifests planted(String kind, Consumer<ObjectNode> mistake) throws IOException {
        return Manifests.rendered("overlays/production").planted(kind, mistake);
    }

    private static Arguments mistake(String kind, Consumer<ObjectNode> mistake) {
        return arguments(kind, mistake);
    }

    private static ObjectNode at(ObjectNode object, String path) {
        return (ObjectNode) object.at(path);
    }
}
