package com.rocketmat.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** External validators of objects; each returns violations. */
final class Schemas {

    private static final String RELEASE = "1.36";

    private static final Map<String, Class<?>> CLIENTS = Map.ofEntries(
            Map.entry("v1/Namespace", Namespace.class),
            Map.entry("v1/ServiceAccount", ServiceAccount.class),
            Map.entry("v1/ConfigMap", ConfigMap.class),
            Map.entry("v1/Service", Service.class),
            Map.entry("apps/v1/Deployment", Deployment.class),
            Map.entry("autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
            Map.entry("networking.k8s.io/v1/Ingress", Ingress.class),
            Map.entry("monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class),
            Map.entry("monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class));

    private static final String OF_KEDA = "keda.sh/v1alpha1/ScaledObject";

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

    /** The API server's own, in strict mode; it knows no custom resources. */
    static List<String> ofKubernetes(Manifests manifests) throws IOException {
        Path file = Files.write(Files.createTempFile("manifests", ".yaml"), manifests.yaml());
        try {
            Tool.Answer answer = Tool.named("kubernetes-validate")
                    .run("--strict", "--no-warn", "--quiet", "-k", RELEASE, file.toString());
            return answer.status() == 0 ? List.of() : List.of(answer.both());
        } finally {
            Files.delete(file);
        }
    }

    /** Those of fabric8's client, which are generated from the same sources. */
    static List<String> ofClients(Manifests manifests) {
        List<String> faults = new ArrayList<>();
        for (ObjectNode object : manifests.objects()) {
            Class<?> type = CLIENTS.get(kind(object));
            if (type == null) {
                if (!kind(object).equals(OF_KEDA)) {
                    faults.add("unknown kind " + kind(object));
                }
                continue;
            }
            try {
                STRICT.treeToValue(object, type);
            } catch (JsonProcessingException e) {
                faults.add(kind(object) + ": " + e.getOriginalMessage());
            }
        }
        return faults;
    }

    static List<String> ofKeda(Manifests manifests) {
        StringBuilder objects = new StringBuilder();
        manifests.objects().stream()
                .filter(object -> kind(object).equals(OF_KEDA))
                .forEach(object -> objects.append(object).append('\n'));
        if (objects.isEmpty()) {
            // which Python with pydantic takes seconds to say
            return List.of();
        }
        Tool.Answer answer = Tool.named("python")
                .run(objects.toString().getBytes(StandardCharsets.UTF_8), "src/test/resources/deploy/scaled_object.py");
        if (answer.status() != 0) {
            throw new IllegalStateException(answer.errors());
        }
        return answer.output().lines().toList();
    }

    private static String kind(ObjectNode object) {
        return object.path("apiVersion").asText() + "/" + Manifests.kind(object);
    }
}
