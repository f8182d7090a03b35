package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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
    }

    @Test
    void everyFieldOfEveryScaledObjectIsKnown() throws IOException {
        assertThat(Schemas.ofKeda(all())).isEmpty();
    }

    /** The API server's own schemas, for its built-in kinds; a kind that neither it nor the others know is a mistake too. */
    @Test
    void kubernetesFindsEachMistake() throws IOException {
        Manifests planted = Manifests.rendered("overlays/production")
                .planted(
                        "Deployment",
                        it -> at(it, "/spec/template/spec/containers/0").put("imagePullPolice", "Always"))
                .planted("HorizontalPodAutoscaler", it -> at(it, "/spec").put("maxReplicas", "two"))
                .planted("Service", it -> at(it, "/spec/ports/0").remove("port"))
                .planted("Namespace", it -> it.put("kind", "Nameplace"))
                .planted("ServiceMonitor", it -> it.put("apiVersion", "monitoring.coreos.com/v2"));

        assertThat(String.join("\n", Schemas.ofKubernetes(planted)))
                .contains("imagePullPolice", "'two'", "'port'", "Nameplace", "monitoring.coreos.com/v2");
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

    @Test
    void kedaFindsEachMistake() throws IOException {
        Manifests planted = Manifests.rendered("overlays/production-keda").planted("ScaledObject", it -> {
            at(it, "/spec").put("maxReplicas", 10);
            at(it, "/spec/triggers/0").put("threshold", "60");
        });

        assertThat(Schemas.ofKeda(List.of(planted)))
                .containsExactlyInAnyOrder("unknown: /spec/maxReplicas", "unknown: /spec/triggers/0/threshold");
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
