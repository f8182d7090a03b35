package com.rocketmat.deploy;

import static com.rocketmat.deploy.Manifests.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules for all our manifests, beyond what the API server checks; returns violations. */
final class Policy {

    private static final Pattern PINNED = Pattern.compile(".+(:(?!latest$)[\\w.-]+|@sha256:[0-9a-f]{64})");
    private static final Pattern SECRETIVE =
            Pattern.compile("PASSWORD|SECRET(?!_ENGINE)|TOKEN|API_?KEY|CREDENTIAL|PRIVATE", Pattern.CASE_INSENSITIVE);
    private static final Pattern LOGIN = Pattern.compile("//[^/@\\s]+:[^/@\\s]+@|password=", Pattern.CASE_INSENSITIVE);
    private static final Set<String> WITHOUT_NAMESPACE = Set.of("Namespace");

    private final Manifests manifests;
    private final List<String> faults = new ArrayList<>();

    private Policy(Manifests manifests) {
        this.manifests = manifests;
    }

    static List<String> faults(Manifests manifests) {
        Policy policy = new Policy(manifests);
        policy.theObjects();
        policy.thePod();
        policy.containers().forEach(policy::container);
        policy.theService();
        policy.theNumberOfReplicas();
        return policy.faults;
    }

    private void check(boolean right, String fault) {
        if (!right) {
            faults.add(fault);
        }
    }

    private void theObjects() {
        Set<String> seen = new HashSet<>();
        for (JsonNode object : manifests.objects()) {
            String name = Manifests.kind(object) + "/" + text(object, "/metadata/name");
            check(seen.add(name), "twice: " + name);
            check(!Manifests.kind(object).equals("Secret"), "a secret in a manifest: " + name);
            check(!object.has("status"), "a status: " + name);
        }
        for (JsonNode map : manifests.all("ConfigMap")) {
            map.path("data")
                    .properties()
                    .forEach(entry -> value(entry.getKey(), entry.getValue().asText()));
        }
        manifests.find("Namespace").ifPresent(this::namespace);
    }

    private void namespace(JsonNode namespace) {
        String name = text(namespace, "/metadata/name");
        check(
                text(namespace, "/metadata/labels/pod-security.kubernetes.io~1enforce")
                        .equals("restricted"),
                "the namespace does not enforce Pod Security: " + name);
        for (JsonNode object : manifests.objects()) {
            check(
                    WITHOUT_NAMESPACE.contains(Manifests.kind(object))
                            || text(object, "/metadata/namespace").equals(name),
                    "outside of the namespace: " + Manifests.kind(object));
        }
    }

    private void value(String name, String value) {
        check(
                !SECRETIVE.matcher(name).find() && !LOGIN.matcher(value).find(),
                "a secret's value in a manifest: " + name);
    }

    private void thePod() {
        JsonNode pod = manifests.pod();
        check(pod.at("/securityContext/runAsNonRoot").asBoolean(), "the pod may run as root");
        check(pod.at("/securityContext/runAsUser").asInt() > 0, "the pod has no user");
        check(
                text(pod, "/securityContext/seccompProfile/type").equals("RuntimeDefault"),
                "the pod has no seccomp profile");
        for (String part : List.of("hostNetwork", "hostPID", "hostIPC")) {
            check(!pod.path(part).asBoolean(), "the pod shares the node's " + part);
        }
        for (JsonNode volume : pod.path("volumes")) {
            check(
                    volume.has("emptyDir") || volume.has("configMap"),
                    "a volume type that is not allowed: " + volume.path("name"));
            check(
                    volume.has("configMap") || volume.at("/emptyDir/sizeLimit").isTextual(),
                    "a volume without a size limit: " + volume.path("name"));
        }
        check(
                isBesideProduction() || has("ServiceAccount", pod.path("serviceAccountName")),
                "no such ServiceAccount: " + pod.path("serviceAccountName"));
        check(
                manifests
                        .the("Deployment")
                        .at("/spec/template/metadata/labels")
                        .equals(manifests.the("Deployment").at("/spec/selector/matchLabels")),
                "the Deployment does not select its own pods");
    }

    private boolean has(String kind, JsonNode name) {
        return manifests.all(kind).stream()
                .anyMatch(object -> object.at("/metadata/name").equals(name));
    }

    private Stream<JsonNode> containers() {
        JsonNode pod = manifests.pod();
        return Stream.concat(
                pod.path("initContainers").valueStream(), pod.path("containers").valueStream());
    }

    private void container(JsonNode container) {
        String name = text(container, "/name");
        String image = text(container, "/image");
        check(PINNED.matcher(image).matches(), "an image without a version: " + image);
        for (String resource : List.of("cpu", "memory", "ephemeral-storage")) {
            check(
                    container.path("resources").path("requests").has(resource),
                    "no request for " + resource + ": " + name);
            check(container.path("resources").path("limits").has(resource), "no limit for " + resource + ": " + name);
        }
        security(name, container.path("securityContext"));
        for (JsonNode variable : container.path("env")) {
            if (variable.has("value")) {
                value(variable.path("name").asText(), variable.path("value").asText());
            }
        }
        for (JsonNode source : container.path("envFrom")) {
            JsonNode map = source.at("/configMapRef/name");
            check(has("ConfigMap", map), "no such ConfigMap: " + map);
        }
        for (JsonNode mount : container.path("volumeMounts")) {
            check(
                    manifests
                            .pod()
                            .path("volumes")
                            .valueStream()
                            .anyMatch(volume -> volume.path("name").equals(mount.path("name"))),
                    "no such volume: " + mount.path("name"));
        }
    }

    private void security(String name, JsonNode context) {
        check(context.path("readOnlyRootFilesystem").asBoolean(), "a writable root file system: " + name);
        check(!context.path("allowPrivilegeEscalation").asBoolean(true), "privilege escalation is allowed: " + name);
        check(!context.path("privileged").asBoolean(), "privileged: " + name);
        check(
                context.at("/capabilities/drop").toString().equals("[\"ALL\"]")
                        && !context.path("capabilities").has("add"),
                "capabilities are not dropped: " + name);
    }

    private void theService() {
        JsonNode labels = manifests.the("Deployment").at("/spec/template/metadata/labels");
        check(manifests.the("Service").at("/spec/selector").equals(labels), "the Service finds no pods");
        for (String kind : List.of("PodDisruptionBudget", "NetworkPolicy")) {
            JsonNode spec = manifests.the(kind).path("spec");
            JsonNode selector = spec.has("podSelector") ? spec.path("podSelector") : spec.path("selector");
            check(selector.path("matchLabels").equals(labels), "the " + kind + " finds no pods");
        }
        for (JsonNode monitor : manifests.all("ServiceMonitor")) {
            check(
                    monitor.at("/spec/selector/matchLabels")
                            .equals(manifests.the("Service").at("/metadata/labels")),
                    "the ServiceMonitor finds no Service");
        }
    }

    /** The trainer: its ServiceAccount and the Namespace are among production's objects. */
    private boolean isBesideProduction() {
        return manifests.source().startsWith("overlays/trainer");
    }

    private void theNumberOfReplicas() {
        if (isBesideProduction()) {
            boolean scaled = manifests.find("ScaledObject").isPresent();
            check(
                    scaled != manifests.the("Deployment").path("spec").has("replicas"),
                    "not exactly one says how many trainers there are");
            return;
        }
        check(!manifests.the("Deployment").path("spec").has("replicas"), "replicas beside the autoscaler");
        List<JsonNode> autoscalers = Stream.of("HorizontalPodAutoscaler", "ScaledObject")
                .flatMap(kind -> manifests.all(kind).stream())
                .map(object -> object.path("spec"))
                .toList();
        check(autoscalers.size() == 1, "not exactly one autoscaler");
        autoscalers.forEach(this::autoscaler);
    }

    private void autoscaler(JsonNode autoscaler) {
        check(
                autoscaler
                        .at("/scaleTargetRef/name")
                        .equals(manifests.the("Deployment").at("/metadata/name")),
                "the autoscaler has another Deployment");
        int most = autoscaler
                .path("maxReplicas")
                .asInt(autoscaler.path("maxReplicaCount").asInt());
        check(
                manifests.config("ROCKETMAT_REPLICAS_MAX").asInt() == most,
                "the service calculates its connections for another number of replicas than " + most);
        for (JsonNode metric : autoscaler.path("metrics")) {
            if (metric.at("/external/metric/name").asText().equals("rocketmat_busy_workers")) {
                double share = metric.at("/external/target/averageValue").asDouble()
                        / manifests.config("ROCKETMAT_SYNC_WORKERS").asDouble();
                check(
                        share >= 0.5 && share <= 0.9,
                        "a replica's workers are never, or always, busy enough for another");
            }
        }
    }
}
