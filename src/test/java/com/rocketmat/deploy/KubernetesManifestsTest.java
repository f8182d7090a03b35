package com.rocketmat.deploy;

import static com.rocketmat.deploy.Manifests.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.guide.Property;
import com.rocketmat.replica.Replica;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for this service's manifests; {@link Policy} has the general ones. */
class KubernetesManifestsTest {

    private static final String NAME = "rocketmat-greenhouse";

    private static List<Manifests> manifests;
    private static QuarkusSettings quarkus;
    private static Set<String> own;

    @BeforeAll
    static void load() throws IOException {
        manifests = Manifests.all();
        quarkus = QuarkusSettings.ofTheClassPath();
        own = Property.all()
                .map(property -> property.name().replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    static List<Manifests> manifests() {
        return manifests;
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void theProbesUseTheManagementPort(Manifests deployed) {
        ObjectNode container = deployed.container();

        assertThat(container.path("ports").toString())
                .isEqualTo(
                        "[{\"containerPort\":8080,\"name\":\"http\"},{\"containerPort\":9000,\"name\":\"management\"}]");
        Map.of("startupProbe", "started", "readinessProbe", "ready", "livenessProbe", "live")
                .forEach((probe, check) -> assertThat(
                                container.at("/" + probe + "/httpGet").toString())
                        .isEqualTo("{\"path\":\"/q/health/%s\",\"port\":\"management\"}".formatted(check)));
    }

    @Test
    void theAutoscalerUsesTheMetricsThatTheAdapterServes() throws IOException {
        JsonNode metrics =
                Manifests.rendered("base").the("HorizontalPodAutoscaler").at("/spec/metrics");
        JsonNode rules =
                Manifests.document(Path.of("deploy/k8s/adapter/rule.yaml")).at("/rules/external");

        assertThat(metrics.findValuesAsText("name"))
                .containsExactly("rocketmat_due_lag_seconds", "rocketmat_busy_workers", "cpu");
        assertThat(metrics.findValuesAsText("type"))
                .containsExactly("Value", "External", "AverageValue", "External", "Utilization", "Resource");
        assertThat(rules.findValuesAsText("as")).containsExactly("rocketmat_due_lag_seconds", "rocketmat_busy_workers");
        assertThat(rules.findValuesAsText("seriesQuery"))
                .satisfiesExactly(
                        lag -> assertThat(lag).startsWith("rocketmat_due_lag_seconds{"),
                        busy -> assertThat(busy).startsWith("rocketmat_busy_workers{"));
        assertThat(rules.findValuesAsText("metricsQuery"))
                .satisfiesExactly(
                        lag -> assertThat(lag).startsWith("max("),
                        busy -> assertThat(busy).startsWith("sum("));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"overlays/production", "overlays/production-keda", "overlays/trainer", "overlays/trainer-keda"})
    void prometheusFindsEveryPod(String overlay) throws IOException {
        Manifests deployed = Manifests.rendered(overlay);
        JsonNode monitor = deployed.the("ServiceMonitor").path("spec");
        JsonNode service = deployed.the("Service");
        JsonNode port = named(service.at("/spec/ports"), text(monitor, "/endpoints/0/port"));

        assertThat(monitor.at("/selector/matchLabels")).isEqualTo(service.at("/metadata/labels"));
        assertThat(service.at("/spec/selector"))
                .isEqualTo(deployed.the("Deployment").at("/spec/template/metadata/labels"));
        assertThat(text(port, "/targetPort")).isEqualTo("management");
    }

    @Test
    void kedaScalesLikeTheAutoscaler() throws IOException {
        ObjectNode keda = Manifests.rendered("overlays/production-keda").the("ScaledObject");
        JsonNode scaled = keda.path("spec");
        JsonNode triggers = scaled.path("triggers");
        JsonNode autoscaler = Manifests.rendered("overlays/production")
                .the("HorizontalPodAutoscaler")
                .path("spec");
        JsonNode metrics = autoscaler.path("metrics");

        assertThat(scaled.path("minReplicaCount")).isEqualTo(autoscaler.path("minReplicas"));
        assertThat(scaled.path("maxReplicaCount")).isEqualTo(autoscaler.path("maxReplicas"));
        assertThat(scaled.at("/advanced/horizontalPodAutoscalerConfig/behavior"))
                .isEqualTo(autoscaler.path("behavior"));
        assertThat(triggers.findValuesAsText("metricType")).containsExactly("Value", "AverageValue", "Utilization");
        assertThat(triggers.at("/0/metadata/threshold")).isEqualTo(metrics.at("/0/external/target/value"));
        assertThat(triggers.at("/1/metadata/threshold")).isEqualTo(metrics.at("/1/external/target/averageValue"));
        assertThat(text(triggers, "/2/metadata/value"))
                .isEqualTo(text(metrics, "/2/resource/target/averageUtilization"));
        for (int i = 0; i < 2; i++) {
            assertThat(text(triggers, "/" + i + "/metadata/query"))
                    .contains("%s{namespace=\"%s\"}"
                            .formatted(
                                    text(metrics, "/" + i + "/external/metric/name"),
                                    text(keda, "/metadata/namespace")));
        }
    }

    /** Replicas of another deployment must not hide that these are gone. */
    @Test
    void theAlertForMissingReplicasWatchesTheOverlaysNamespace() throws IOException {
        ObjectNode rules = Manifests.rendered("overlays/production").the("PrometheusRule");

        assertThat(rules.findValuesAsText("expr"))
                .filteredOn(expression -> expression.startsWith("absent("))
                .singleElement()
                .asString()
                .contains("{namespace=\"" + text(rules, "/metadata/namespace") + "\",");
    }

    /** A replica without PostgreSQL keeps the lag that it read last. */
    @Test
    void onlyReplicasThatCanReadPostgreSqlCountForTheLag() throws IOException {
        String lag = "(rocketmat_due_lag_seconds and on (namespace, pod) (rocketmat_database_age_seconds < 60))";
        ObjectNode keda = Manifests.rendered("overlays/production-keda").the("ScaledObject");
        JsonNode adapter = Manifests.document(Path.of("deploy/k8s/adapter/rule.yaml"));

        assertThat(Alerts.deployed().rules())
                .extracting(rule -> text(rule, "/expr").replaceAll(" > \\d+$", ""))
                .filteredOn(expression -> expression.contains("(rocketmat_due_lag_seconds "))
                .hasSize(2)
                .containsOnly("max by (namespace) " + lag);
        assertThat(withoutLabels(text(keda, "/spec/triggers/0/metadata/query"))).isEqualTo("max" + lag);
        assertThat(withoutLabels(text(adapter, "/rules/external/0/metricsQuery")
                        .replace("<<.Series>>", "rocketmat_due_lag_seconds")))
                .isEqualTo("max" + lag + " by (<<.GroupBy>>)");
    }

    private static String withoutLabels(String query) {
        return query.replaceAll("\\{[^}]*}", "");
    }

    /** With the service's image, settings and permissions, so that it migrates to what the service expects. */
    @ParameterizedTest
    @MethodSource("manifests")
    void theDatabaseIsMigratedBeforeTheServiceStarts(Manifests deployed) {
        JsonNode migration = deployed.pod().at("/initContainers/0");
        ObjectNode container = deployed.container();

        assertThat(List.of("image", "imagePullPolicy", "envFrom", "securityContext", "volumeMounts", "resources"))
                .allSatisfy(part -> assertThat(migration.path(part)).isEqualTo(container.path(part)));
        assertThat(text(variable(migration, "QUARKUS_INIT_AND_EXIT"), "/value")).isEqualTo("true");
        assertThat(text(variable(migration, "QUARKUS_FLYWAY_INIT_SQL"), "/value"))
                .as("statements of running replicas do not wait long behind the migration")
                .matches("SET lock_timeout = '\\ds'");
        assertThat(text(variable(container, "QUARKUS_FLYWAY_MIGRATE_AT_START"), "/value"))
                .isEqualTo("false");
        for (String key : List.of("username", "password")) {
            String variable = "QUARKUS_FLYWAY_" + key.toUpperCase(Locale.ROOT);
            assertThat(variable(migration, variable)
                            .at("/valueFrom/secretKeyRef")
                            .toString())
                    .as("optional, because the service may own its tables")
                    .isEqualTo(
                            "{\"key\":\"%s\",\"name\":\"rocketmat-database-owner\",\"optional\":true}".formatted(key));
            assertThat(container.path("env").findValuesAsText("name")).doesNotContain(variable);
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void onlyTmpIsWritable(Manifests deployed) {
        assertThat(deployed.container().path("volumeMounts"))
                .filteredOn(mount -> !mount.path("readOnly").asBoolean())
                .singleElement()
                .satisfies(mount -> {
                    assertThat(text(mount, "/mountPath")).isEqualTo("/tmp");
                    assertThat(named(deployed.pod().path("volumes"), text(mount, "/name"))
                                    .has("emptyDir"))
                            .isTrue();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/production", "overlays/production-keda"})
    @Tag("finding-C")
    void productionVerifiesTheCertificateOfPostgreSql(String overlay) throws IOException {
        Manifests production = Manifests.rendered(overlay);
        JsonNode mount = named(production.container().path("volumeMounts"), "database-ca");

        assertThat(production.config("QUARKUS_DATASOURCE_JDBC_URL").asText())
                .endsWith("?sslmode=verify-full&sslrootcert=" + text(mount, "/mountPath") + "/ca.crt");
        assertThat(text(named(production.pod().path("volumes"), "database-ca"), "/configMap/name"))
                .isEqualTo("rocketmat-database-ca");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void podsEndGracefullyOneAtATimeAndAreSpread(Manifests deployed) throws IOException {
        ObjectNode deployment = deployed.the("Deployment");
        JsonNode budget = deployed.the("PodDisruptionBudget").path("spec");
        JsonNode labels = deployment.at("/spec/template/metadata/labels");

        assertThat(deployed.pod().path("terminationGracePeriodSeconds").asInt())
                .as("more than twice the time that the process needs to end")
                .isGreaterThan(2 * (seconds("quarkus.shutdown.delay") + seconds("quarkus.shutdown.timeout")));
        assertThat(budget.path("maxUnavailable").asInt()).isEqualTo(1);
        assertThat(text(budget, "/unhealthyPodEvictionPolicy"))
                .as("a node can be drained although pods are not ready")
                .isEqualTo("AlwaysAllow");
        assertThat(text(labels, "/app.kubernetes.io~1name"))
                .startsWith(NAME)
                .isEqualTo(text(deployment, "/metadata/name"));
        assertThat(deployed.pod().path("topologySpreadConstraints"))
                .allMatch(constraint ->
                        constraint.at("/labelSelector/matchLabels").equals(labels))
                .as("the former release's pods, which are about to go, do not count")
                .allMatch(constraint -> text(constraint, "/matchLabelKeys/0").equals("pod-template-hash"))
                .extracting(constraint -> text(constraint, "/topologyKey"))
                .containsExactlyInAnyOrder("topology.kubernetes.io/zone", "kubernetes.io/hostname");
    }

    /** As Kubernetes names a pod: the hash of its release, and five characters of its own. */
    @ParameterizedTest
    @MethodSource("manifests")
    void replicasClaimWorkUnderANameThatTellsPodsApart(Manifests deployed) {
        String pod = "-5d8f7c9b6d-x7k2p";

        assertThat(new Replica(text(deployed.the("Deployment"), "/metadata/name") + pod).name())
                .contains("greenhouse", pod)
                .hasSizeLessThanOrEqualTo(50);
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void theNetworkPolicyAllowsOnlyNeededConnections(Manifests deployed) {
        JsonNode policy = deployed.the("NetworkPolicy").path("spec");

        assertThat(policy.path("policyTypes").toString()).isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(ports(policy.path("egress"))).containsExactlyInAnyOrder("443", "8200", "5432", "4317", "53", "53");
        assertThat(policy.at("/egress/0/to"))
                .as("public addresses only")
                .hasSize(2)
                .allMatch(to -> to.at("/ipBlock/except").size() > 1);
        assertThat(policy.at("/egress/0/to/0/ipBlock/except").toString())
                .as("no metadata of the node")
                .contains("\"169.254.0.0/16\"");
        assertThat(ports(policy.path("ingress"))).containsExactlyInAnyOrder("http", "management");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/production", "overlays/production-keda"})
    void onlyWebhooksAreReachableFromOutside(String overlay) throws IOException {
        Manifests production = Manifests.rendered(overlay);
        ObjectNode ingress = production.the("Ingress");
        JsonNode paths = ingress.at("/spec/rules/0/http/paths");
        JsonNode limits = ingress.at("/metadata/annotations");
        JsonNode http = production.the("NetworkPolicy").at("/spec/ingress/0");

        assertThat(ingress.at("/spec/rules")).hasSize(1);
        assertThat(paths).hasSize(1);
        assertThat(text(paths, "/0/path")).isEqualTo("/webhooks/greenhouse/");
        assertThat(text(paths, "/0/pathType")).isEqualTo("Prefix");
        assertThat(paths.at("/0/backend/service/name"))
                .isEqualTo(production.the("Service").at("/metadata/name"));
        assertThat(ingress.at("/spec/tls/0/hosts/0")).isEqualTo(ingress.at("/spec/rules/0/host"));
        assertThat(limits.path("nginx.ingress.kubernetes.io/limit-rps").asInt()).isPositive();
        assertThat(limits.path("nginx.ingress.kubernetes.io/proxy-body-size").asText())
                .as("rocketmat.webhooks.max-body")
                .isEqualTo("5m");
        assertThat(text(http, "/ports/0/port")).isEqualTo("http");
        assertThat(http.path("from")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void theServiceReadsEverySettingAtItsStart(Manifests deployed) {
        assertThat(settings(deployed))
                .contains(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "QUARKUS_VAULT_URL",
                        "QUARKUS_VAULT_AUTHENTICATION_KUBERNETES_ROLE",
                        "POD_NAME");
        assertThat(unknown(deployed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUARKUS_DATASOURCE_JDBC_URI", "ROCKETMAT_SYNC_WORKER", "QUARKUS_MANAGEMENT_ENABLED"})
    void aSettingThatTheServiceDoesNotReadAtItsStartIsFound(String mistake) throws IOException {
        Manifests planted = Manifests.rendered("overlays/production")
                .planted("ConfigMap", map -> ((ObjectNode) map.path("data")).put(mistake, "x"));

        assertThat(unknown(planted)).containsExactly(mistake);
    }

    private static Set<String> settings(Manifests deployed) {
        Set<String> settings = new TreeSet<>();
        deployed.configMap().path("data").fieldNames().forEachRemaining(settings::add);
        Stream.of("containers", "initContainers")
                .flatMap(containers -> deployed.pod().path(containers).valueStream())
                .flatMap(container -> container.path("env").valueStream())
                .forEach(variable -> settings.add(text(variable, "/name")));
        return settings;
    }

    /** Other replicas know this one by POD_NAME. */
    private static Set<String> unknown(Manifests deployed) {
        Set<String> unknown = settings(deployed);
        unknown.removeIf(name -> name.equals("POD_NAME") || own.contains(name) || quarkus.isReadAtRunTime(name));
        return unknown;
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void credentialsComeFromASecretAndOtherSettingsFromTheConfigMap(Manifests deployed) {
        ObjectNode container = deployed.container();

        for (String key : List.of("username", "password")) {
            assertThat(variable(container, "QUARKUS_DATASOURCE_" + key.toUpperCase(Locale.ROOT))
                            .at("/valueFrom/secretKeyRef")
                            .toString())
                    .isEqualTo("{\"key\":\"%s\",\"name\":\"rocketmat-database\"}".formatted(key));
        }
        assertThat(text(variable(container, "POD_NAME"), "/valueFrom/fieldRef/fieldPath"))
                .isEqualTo("metadata.name");
        assertThat(container.at("/envFrom/0/configMapRef/name"))
                .isEqualTo(deployed.configMap().at("/metadata/name"));
        assertThat(deployed.config("QUARKUS_VAULT_AUTHENTICATION_KUBERNETES_ROLE")
                        .asText())
                .isEqualTo("rocketmat");
        assertThat(text(deployed.pod(), "/serviceAccountName"))
                .as("the trainer uses production's, which Vault knows")
                .isEqualTo(NAME);
    }

    @Test
    void onlyTheTrainerTrains() throws IOException {
        Manifests production = Manifests.rendered("overlays/production");
        Manifests trainer = Manifests.rendered("overlays/trainer");

        assertThat(production.config("ROCKETMAT_TRAINING_WORKERS").asText()).isEqualTo("0");
        assertThat(text(variable(trainer.container(), "ROCKETMAT_TRAINING_WORKERS"), "/value"))
                .isEqualTo("1");
        assertThat(trainer.objects())
                .extracting(Manifests::kind)
                .as("it is applied beside production, which has the rest")
                .containsExactlyInAnyOrder(
                        "ConfigMap", "Deployment", "PodDisruptionBudget", "NetworkPolicy", "Service", "ServiceMonitor");
        assertThat(trainer.the("NetworkPolicy").at("/spec/egress"))
                .isEqualTo(production.the("NetworkPolicy").at("/spec/egress"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/trainer", "overlays/trainer-keda"})
    void theTrainerUsesTheJvmImageOfTheSameVersion(String overlay) throws IOException {
        String image = text(Manifests.rendered(overlay).container(), "/image");
        String production = text(Manifests.rendered("overlays/production").container(), "/image");

        assertThat(image).isEqualTo(production + "-jvm");
        assertThat(Path.of("src/main/docker/Dockerfile.jvm")).content().contains("-t " + image + " .\n");
        assertThat(Path.of("src/main/docker/Dockerfile.native-micro")).content().contains("-t " + production + " .\n");
    }

    @Test
    void kedaStartsATrainerForEachOpenTraining() throws IOException {
        Manifests keda = Manifests.rendered("overlays/trainer-keda");
        JsonNode scaled = keda.the("ScaledObject").path("spec");

        assertThat(scaled.at("/scaleTargetRef/name"))
                .isEqualTo(keda.the("Deployment").at("/metadata/name"));
        assertThat(scaled.path("minReplicaCount").asInt()).isZero();
        assertThat(text(scaled, "/advanced/horizontalPodAutoscalerConfig/behavior/scaleDown/selectPolicy"))
                .as("a trainer at work must not be removed while others are idle")
                .isEqualTo("Disabled");
        assertThat(text(scaled, "/triggers/0/metadata/query"))
                .contains("rocketmat_trainings{namespace=\"rocketmat\"}")
                .as("a replica without PostgreSQL keeps the number that it read last")
                .contains(" and on (namespace, pod) (rocketmat_database_age_seconds{namespace=\"rocketmat\"} < 60)");
        assertThat(text(scaled, "/triggers/0/metadata/threshold")).isEqualTo("1");
    }

    private static JsonNode variable(JsonNode container, String name) {
        return named(container.path("env"), name);
    }

    private static JsonNode named(JsonNode list, String name) {
        return list.valueStream()
                .filter(item -> text(item, "/name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + list));
    }

    private static int seconds(String property) throws IOException {
        Properties properties = new Properties();
        try (InputStream file = KubernetesManifestsTest.class.getResourceAsStream("/application.properties")) {
            properties.load(file);
        }
        return Integer.parseInt(properties.getProperty(property).replace("s", ""));
    }

    /** A rule without ports, which allows all of them, is an empty text here. */
    private static List<String> ports(JsonNode rules) {
        return rules.valueStream()
                .flatMap(rule -> rule.path("ports").isEmpty()
                        ? Stream.of("")
                        : rule.path("ports").findValuesAsText("port").stream())
                .toList();
    }
}
