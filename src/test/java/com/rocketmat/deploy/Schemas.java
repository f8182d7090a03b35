package com.rocketmat.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** External validators of objects; each returns violations. */
final class Schemas {

    private static final String RELEASE = "1.36";

    private static final Map<String, Class<?>> OF_PROMETHEUS = Map.of(
            "monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class,
            "monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class);

    private static final String OF_KEDA = "keda.sh/v1alpha1/ScaledObject";

    private static final String UNKNOWN_KIND = "WARN .* kind (\\w+) with api version (\\S+) for .*";

    /** These classes keep unknown fields; here they are rejected. */
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            })
            .build();

    private Schemas() {}

    /** The API server's own, in strict mode. It knows no custom resource; one that the others do not check is a fault. */
    static List<String> ofKubernetes(Manifests manifests) throws IOException {
        Path file = Files.write(Files.createTempFile("manifests", ".yaml"), manifests.yaml());
        try {
            Tool.Answer answer =
                    Tool.named("kubernetes-validate").run("--strict", "--quiet", "-k", RELEASE, file.toString());
            List<String> lines = answer.both().lines().toList();
            if (answer.status() != 0 && lines.isEmpty()) {
                return List.of("kubernetes-validate ended with " + answer.status());
            }
            return lines.stream().filter(line -> !isCheckedElsewhere(line)).toList();
        } finally {
            Files.delete(file);
        }
    }

    private static boolean isCheckedElsewhere(String line) {
        String kind = line.replaceFirst(UNKNOWN_KIND, "$2/$1");
        return kind.equals(OF_KEDA) || OF_PROMETHEUS.containsKey(kind);
    }

    /** Those of fabric8's client, for the Prometheus operator's kinds. */
    static List<String> ofPrometheus(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (ObjectNode object : manifests.objects()) {
            Class<?> type = OF_PROMETHEUS.get(kind(object));
            if (type != null) {
                try {
                    STRICT.treeToValue(object, type);
                } catch (JsonProcessingException e) {
                    faults.add(kind(object) + ": " + e.getOriginalMessage());
                }
            }
        }
        return faults;
    }

    static List<String> ofKeda(List<ObjectNode> objects) {
        String scaled = objects.stream()
                .filter(object -> kind(object).equals(OF_KEDA))
                .map(ObjectNode::toString)
                .collect(Collectors.joining("\n"));
        Tool.Answer answer = Tool.named("python")
                .run(scaled.getBytes(StandardCharsets.UTF_8), "src/test/resources/deploy/scaled_object.py");
        if (answer.status() != 0) {
            throw new IllegalStateException(answer.errors());
        }
        return answer.output().lines().toList();
    }

    private static String kind(ObjectNode object) {
        return object.path("apiVersion").asText() + "/" + Manifests.kind(object);
    }
}
