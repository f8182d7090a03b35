package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything is asked of the files as they are, and of kubectl's rendering too where there is a kubectl. */
class KubernetesManifestsTest {

    private static final Path BASE = Path.of("deploy/k8s/base");
    private static final String NAME = "rocketmat-greenhouse";
    private static final Set<String> OF_THE_SERVICE = Set.of(
            "ROCKETMAT_TENANTS_PATH",
            "ROCKETMAT_TENANTS_REFRESH",
            "ROCKETMAT_OPERATORS_PATH",
            "ROCKETMAT_HARVEST_URL",
            "ROCKETMAT_HARVEST_TOKEN_URL",
            "ROCKETMAT_REPLICAS_MAX",
            "ROCKETMAT_SYNC_WORKERS",
            "ROCKETMAT_SYNC_OVERLAP",
            "ROCKETMAT_SYNC_SWEEP",
            "ROCKETMAT_MODELS_DIRECTORY",
            "ROCKETMAT_MODELS_CACHE");

    private static List<Manifests> manifests;

    @BeforeAll
    static void load() throws IOException, InterruptedException {
        manifests = Stream.concat(Stream.of(Manifests.read(BASE)), Manifests.rendered(BASE).stream())
                .toList();
    }

    static List<Manifests> manifests() {
        return manifests;
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void theProbesAskTheManagementPort(Manifests base) {
        JsonNode container = container(base);

        assertThat(port(container, "http")).isEqualTo(8080);
        assertThat(port(container, "management")).isEqualTo(9000);
        for (String[] probe : new String[][] {
            {"startupProbe", "/q/health/started"},
            {"readinessProbe", "/q/health/ready"},
            {"livenessProbe", "/q/health/live"}
        }) {
            JsonNode request = container.path(probe[0]).path("httpGet");
            assertThat(request.path("port").asText()).as(probe[0]).isEqualTo("management");
            assertThat(request.path("path").asText()).isEqualTo(probe[1]);
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void theNumberOfReplicasIsTheAutoscalers(Manifests base) {
        JsonNode autoscaler = base.the("HorizontalPodAutoscaler").path("spec");

        assertThat(base.the("Deployment").path("spec").has("replicas")).isFalse();
        assertThat(autoscaler.at("/scaleTargetRef/kind").asText()).isEqualTo("Deployment");
        assertThat(autoscaler.at("/scaleTargetRef/name").asText())
                .isEqualTo(base.the("Deployment").at("/metadata/name").asText());
        assertThat(autoscaler.path("minReplicas").asInt()).isEqualTo(2);
        assertThat(autoscaler.path("maxReplicas").asInt())
                .as("what the service reckons PostgreSQL's connections with")
                .isEqualTo(
                        base.the("ConfigMap").at("/data/ROCKETMAT_REPLICAS_MAX").asInt())
                .isEqualTo(10);
        assertThat(autoscaler
                        .at("/behavior/scaleDown/stabilizationWindowSeconds")
                        .asInt())
                .isEqualTo(300);
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void scalesOnTheLagThatTheAdapterServes(Manifests base) throws IOException {
        JsonNode metrics = base.the("HorizontalPodAutoscaler").at("/spec/metrics");
        JsonNode lag = metrics.path(0).path("external");
        JsonNode rule = Manifests.document(Path.of("deploy/k8s/adapter/rule.yaml"))
                .path("rules")
                .path("external")
                .path(0);

        assertThat(lag.at("/metric/name").asText()).isEqualTo("rocketmat_due_lag_seconds");
        assertThat(lag.at("/target/type").asText()).isEqualTo("Value");
        assertThat(lag.at("/target/value").asText()).isEqualTo("60");
        assertThat(metrics.path(1).at("/resource/target/averageUtilization").asInt())
                .isEqualTo(80);
        // utilisation is a share of what is requested
        assertThat(container(base).at("/resources/requests/cpu").asText()).isNotEmpty();
        assertThat(rule.at("/name/as").asText()).isEqualTo("rocketmat_due_lag_seconds");
        assertThat(rule.path("seriesQuery").asText()).startsWith("rocketmat_due_lag_seconds{");
        assertThat(rule.path("metricsQuery").asText()).startsWith("max(");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void runsWithoutPrivileges(Manifests base) {
        JsonNode pod = pod(base);
        JsonNode container = container(base).path("securityContext");

        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isPositive();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(container.at("/capabilities/drop"))
                .extracting(JsonNode::asText)
                .containsExactly("ALL");
        assertThat(container.at("/capabilities").has("add")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void canWriteToTmpAlone(Manifests base) {
        JsonNode mounts = container(base).path("volumeMounts");

        assertThat(mounts).extracting(mount -> mount.path("mountPath").asText()).containsExactly("/tmp");
        assertThat(pod(base).path("volumes"))
                .filteredOn(volume -> volume.path("name").equals(mounts.path(0).path("name")))
                .singleElement()
                .satisfies(volume -> assertThat(volume.has("emptyDir")).isTrue());
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void endsInPeaceAndOneAtATime(Manifests base) {
        JsonNode budget = base.the("PodDisruptionBudget").path("spec");

        assertThat(pod(base).path("terminationGracePeriodSeconds").asInt()).isEqualTo(45);
        assertThat(budget.path("maxUnavailable").asInt()).isEqualTo(1);
        assertThat(pod(base).path("topologySpreadConstraints"))
                .extracting(constraint -> constraint.path("topologyKey").asText())
                .containsExactlyInAnyOrder("topology.kubernetes.io/zone", "kubernetes.io/hostname");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void everySelectorFindsThePods(Manifests base) {
        JsonNode labels = base.the("Deployment").at("/spec/template/metadata/labels");

        assertThat(labels.path("app.kubernetes.io/name").asText()).isEqualTo(NAME);
        for (JsonNode selector : List.of(
                base.the("Deployment").at("/spec/selector/matchLabels"),
                base.the("Service").at("/spec/selector"),
                base.the("PodDisruptionBudget").at("/spec/selector/matchLabels"),
                base.the("NetworkPolicy").at("/spec/podSelector/matchLabels"),
                pod(base).at("/topologySpreadConstraints/0/labelSelector/matchLabels"),
                pod(base).at("/topologySpreadConstraints/1/labelSelector/matchLabels"))) {
            assertThat(selector).isEqualTo(labels);
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void talksToNothingButGreenhouseVaultPostgreSqlAndDns(Manifests base) {
        JsonNode policy = base.the("NetworkPolicy").path("spec");

        assertThat(policy.path("policyTypes"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(ports(policy.path("egress"))).containsExactlyInAnyOrder("443", "8200", "5432", "53", "53");
        assertThat(ports(policy.path("ingress"))).containsExactlyInAnyOrder("http", "management");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void everySettingIsOneThatTheServiceReadsWhenItStarts(Manifests base) throws IOException {
        QuarkusSettings quarkus = QuarkusSettings.ofTheClassPath();
        Set<String> settings = new HashSet<>();
        base.the("ConfigMap").path("data").fieldNames().forEachRemaining(settings::add);
        container(base)
                .path("env")
                .forEach(variable -> settings.add(variable.path("name").asText()));

        assertThat(settings)
                .contains(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "QUARKUS_VAULT_URL",
                        "QUARKUS_VAULT_AUTHENTICATION_KUBERNETES_ROLE",
                        "POD_NAME")
                .allMatch(name ->
                        name.equals("POD_NAME") || OF_THE_SERVICE.contains(name) || quarkus.isReadAtRunTime(name));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void takesCredentialsFromASecretAndTheRestFromTheConfigMap(Manifests base) {
        JsonNode container = container(base);

        for (String[] credential :
                new String[][] {{"QUARKUS_DATASOURCE_USERNAME", "username"}, {"QUARKUS_DATASOURCE_PASSWORD", "password"}
                }) {
            JsonNode reference = variable(container, credential[0]).at("/valueFrom/secretKeyRef");
            assertThat(reference.path("name").asText()).isEqualTo("rocketmat-database");
            assertThat(reference.path("key").asText()).isEqualTo(credential[1]);
        }
        assertThat(variable(container, "POD_NAME")
                        .at("/valueFrom/fieldRef/fieldPath")
                        .asText())
                .isEqualTo("metadata.name");
        assertThat(container.at("/envFrom/0/configMapRef/name").asText())
                .isEqualTo(base.the("ConfigMap").at("/metadata/name").asText());
        assertThat(base.the("ConfigMap")
                        .at("/data/QUARKUS_VAULT_AUTHENTICATION_KUBERNETES_ROLE")
                        .asText())
                .isEqualTo("rocketmat");
        assertThat(pod(base).path("serviceAccountName").asText())
                .isEqualTo(base.the("ServiceAccount").at("/metadata/name").asText());
    }

    @Test
    void theSettingsKnownAreThoseOfTheExtensionsOnTheClassPath() throws IOException {
        QuarkusSettings quarkus = QuarkusSettings.ofTheClassPath();

        assertThat(quarkus.isReadAtRunTime("QUARKUS_HTTP_PORT")).isTrue();
        assertThat(quarkus.isReadAtRunTime("QUARKUS_HTTP_PROT")).isFalse();
        assertThat(quarkus.isReadAtRunTime("QUARKUS_MANAGEMENT_ENABLED")).isFalse();
    }

    private static JsonNode pod(Manifests base) {
        return base.the("Deployment").at("/spec/template/spec");
    }

    private static JsonNode container(Manifests base) {
        JsonNode containers = pod(base).path("containers");
        assertThat(containers).hasSize(1);
        return containers.path(0);
    }

    private static int port(JsonNode container, String name) {
        return named(container.path("ports"), name).path("containerPort").asInt();
    }

    private static JsonNode variable(JsonNode container, String name) {
        return named(container.path("env"), name);
    }

    private static JsonNode named(JsonNode list, String name) {
        for (JsonNode item : list) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        throw new AssertionError("no " + name + " in " + list);
    }

    /** A rule without ports would allow all of them, and shows here as an empty text. */
    private static List<String> ports(JsonNode rules) {
        return Stream.of(rules)
                .flatMap(JsonNode::valueStream)
                .flatMap(rule -> rule.path("ports").isEmpty()
                        ? Stream.of("")
                        : rule.path("ports")
                                .valueStream()
                                .map(port -> port.path("port").asText()))
                .toList();
    }
}
