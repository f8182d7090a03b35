package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every object passes strict validation; all in one call of each validator, because its start takes seconds. */
class SchemaTest {

    private static final List<ObjectNode> OBJECTS = new ArrayList<>();

    @BeforeAll
    static void render() throws IOException {
        Manifests.all().forEach(manifests -> OBJECTS.addAll(manifests.objects()));
    }

    @Test
    void kubernetesAndPrometheusKnowEveryFieldExceptPlantedOnes() throws IOException {
        Manifests production = Manifests.rendered("overlays/production");
        Manifests ofKubernetes = production
                .planted(
                        "Deployment",
                        it -> at(it, "/spec/template/spec/containers/0").put("imagePullPolice", "Always"))
                .planted("HorizontalPodAutoscaler", it -> at(it, "/spec").put("maxReplicas", "two"))
                .planted("Service", it -> at(it, "/spec/ports/0").remove("port"))
                .planted("Namespace", it -> it.put("kind", "Nameplace"))
                .planted("ServiceMonitor", it -> it.put("apiVersion", "monitoring.coreos.com/v2"));
        Manifests ofPrometheus = production
                .planted("ServiceMonitor", it -> at(it, "/spec/endpoints/0").put("intervall", "15s"))
                .planted(
                        "PrometheusRule", it -> at(it, "/spec/groups/0/rules/0").put("expression", "up"));

        List<String> faults = Schemas.ofKubernetes(with(ofKubernetes));
        assertThat(faults).hasSize(5);
        assertThat(String.join("\n", faults))
                .contains("imagePullPolice", "'two'", "'port'", "Nameplace", "monitoring.coreos.com/v2");
        assertThat(Schemas.ofPrometheus(with(ofPrometheus))).hasSize(2);
    }

    @Test
    void kedaKnowsEveryFieldExceptPlantedOnes() throws IOException {
        Manifests planted = Manifests.rendered("overlays/production-keda").planted("ScaledObject", it -> {
            at(it, "/spec").put("maxReplicas", 10);
            at(it, "/spec/triggers/0").put("threshold", "60");
        });

        assertThat(Schemas.ofKeda(with(planted).objects()))
                .containsExactlyInAnyOrder("unknown: /spec/maxReplicas", "unknown: /spec/triggers/0/threshold");
    }

    private static Manifests with(Manifests planted) {
        List<ObjectNode> objects = new ArrayList<>(OBJECTS);
        objects.addAll(planted.objects());
        return new Manifests("all", objects);
    }

    private static ObjectNode at(ObjectNode object, String pointer) {
        return (ObjectNode) object.at(pointer);
    }
}
