package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.guide.Property;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

/** What is specific to this service's manifests; general rules are in {@link Policy}. */
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

    @Test
    void scalesOnTheMetricsThatTheAdapterServes() throws IOException {
        JsonNode metrics =
                Manifests.rendered("base").the("HorizontalPodAutoscaler").at("/spec/metrics");
        JsonNode rules =
                Manifests.document(Path.of("deploy/k8s/adapter/rule.yaml")).at("/rules/external");

        assertThat(metrics.at("/0/external/metric/name").asText()).isEqualTo("rocketmat_due_lag_seconds");
        assertThat(metrics.at("/0/external/target/type").asText()).isEqualTo("Value");
        assertThat(metrics.at("/1/external/metric/name").asText()).isEqualTo("rocketmat_busy_workers");
        assertThat(metrics.at("/1/external/target/type").asText()).isEqualTo("AverageValue");
        assertThat(metrics.at("/2/resource/name").asText()).isEqualTo("cpu");
        assertThat(rules).hasSize(2);
        for (int i = 0; i < rules.size(); i++) {
            String metric = metrics.at("/" + i + "/external/metric/name").asText();
            assertThat(rules.at("/" + i + "/name/as").asText()).isEqualTo(metric);
            assertThat(rules.at("/" + i + "/seriesQuery").asText()).startsWith(metric + "{");
        }
        assertThat(rules.at("/0/metricsQuery").asText()).startsWith("max(");
        assertThat(rules.at("/1/metricsQuery").asText()).startsWith("sum(");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"overlays/production", "overlays/production-keda", "overlays/trainer", "overlays/trainer-keda"})
    void prometheusFindsEveryPod(String overlay) throws IOException {
        Manifests deployed = Manifests.rendered(overlay);
        JsonNode monitor = deployed.the("ServiceMonitor").path("spec");
        JsonNode service = deployed.the("Service");
        JsonNode port =
                named(service.at("/spec/ports"), monitor.at("/endpoints/0/port").asText());

        assertThat(monitor.at("/selector/matchLabels")).isEqualTo(service.at("/metadata/labels"));
        assertThat(service.at("/spec/selector"))
                .isEqualTo(deployed.the("Deployment").at("/spec/template/metadata/labels"));
        assertThat(port(container(deployed), port.path("targetPort").asText())).isEqualTo(9000);
    }

    @Test
    void kedaScalesAsTheAutoscalerDoes() throws IOException {
        Manifests keda = Manifests.rendered("overlays/production-keda");
        JsonNode scaled = keda.the("ScaledObject").path("spec");
        JsonNode autoscaler = Manifests.rendered("overlays/production")
                .the("HorizontalPodAutoscaler")
                .path("spec");
        JsonNode metrics = autoscaler.path("metrics");
        JsonNode triggers = scaled.path("triggers");

        assertThat(scaled.path("minReplicaCount")).isEqualTo(autoscaler.path("minReplicas"));
        assertThat(scaled.path("maxReplicaCount")).isEqualTo(autoscaler.path("maxReplicas"));
        assertThat(scaled.at("/advanced/horizontalPodAutoscalerConfig/behavior"))
                .isEqualTo(autoscaler.path("behavior"));
        assertThat(triggers.at("/0/metricType").asText()).isEqualTo("Value");
        assertThat(triggers.at("/0/metadata/threshold")).isEqualTo(metrics.at("/0/external/target/value"));
        assertThat(triggers.at("/1/metricType").asText()).isEqualTo("AverageValue");
        assertThat(triggers.at("/1/metadata/threshold")).isEqualTo(metrics.at("/1/external/target/averageValue"));
        assertThat(triggers.at("/2/metadata/value").asInt())
                .isEqualTo(metrics.at("/2/resource/target/averageUtilization").asInt());
        String own = "{namespace=\"%s\"}"
                .formatted(keda.the("ScaledObject").at("/metadata/namespace").asText());
        for (int i = 0; i < 2; i++) {
            assertThat(triggers.at("/" + i + "/metadata/query").asText())
                    .contains(metrics.at("/" + i + "/external/metric/name").asText() + own);
        }
    }

    /** Another deployment's replicas do not hide that these are gone. */
    @Test
    void theNamespaceOfTheOverlayIsTheOneWhoseReplicasAreMissed() throws IOException {
        String namespace = Manifests.rendered("overlays/production")
                .the("PrometheusRule")
                .at("/metadata/namespace")
                .asText();

        assertThat(Alerts.deployed().rules())
                .extracting(rule -> rule.path("expr").asText())
                .filteredOn(expression -> expression.startsWith("absent("))
                .singleElement()
                .asString()
                .contains("{namespace=\"" + namespace + "\",");
    }

    /** One that is cut off keeps the lag that it read last. */
    @Test
    void theLagIsThatOfReplicasThatCanReadPostgreSql() throws IOException {
        String keda = Manifests.rendered("overlays/production-keda")
                .the("ScaledObject")
                .at("/spec/triggers/0/metadata/query")
                .asText();
        String adapter = Manifests.document(Path.of("deploy/k8s/adapter/rule.yaml"))
                .at("/rules/external/0/metricsQuery")
                .asText();
        List<String> alerts = Alerts.deployed().rules().stream()
                .map(rule -> rule.path("expr").asText())
                .filter(expression -> expression.contains("(rocketmat_due_lag_seconds "))
                .map(expression -> expression.replaceAll(" > \\d+$", ""))
                .toList();

        assertThat(alerts)
                .hasSize(2)
                .containsOnly(
                        "max by (namespace) (rocketmat_due_lag_seconds and on (namespace, pod) (rocketmat_database_age_seconds < 60))");
        assertThat(keda.replaceAll("\\{[^}]*}", ""))
                .isEqualTo(
                        "max(rocketmat_due_lag_seconds and on (namespace, pod) (rocketmat_database_age_seconds < 60))");
        assertThat(adapter.replace("<<.Series>>", "rocketmat_due_lag_seconds").replaceAll("\\{[^}]*}", ""))
                .isEqualTo(keda.replaceAll("\\{[^}]*}", "") + " by (<<.GroupBy>>)");
    }

    /** The same image, settings and permissions as the service's, so that it migrates to what the service expects. */
    @ParameterizedTest
    @MethodSource("manifests")
    void theDatabaseIsMigratedBeforeTheServiceStarts(Manifests base) {
        JsonNode migration = pod(base).path("initContainers").path(0);
        JsonNode container = container(base);

        for (String part :
                new String[] {"image", "imagePullPolicy", "envFrom", "securityContext", "volumeMounts", "resources"}) {
            assertThat(migration.path(part)).as(part).isEqualTo(container.path(part));
        }
        assertThat(variable(migration, "QUARKUS_INIT_AND_EXIT").path("value").asText())
                .isEqualTo("true");
        assertThat(variable(migration, "QUARKUS_FLYWAY_INIT_SQL").path("value").asText())
                .as("no statement of the running replicas waits behind it for long")
                .matches("SET lock_timeout = '\\ds'");
        assertThat(variable(container, "QUARKUS_FLYWAY_MIGRATE_AT_START")
                        .path("value")
                        .asText())
                .isEqualTo("false");
        for (String own : new String[] {"USERNAME", "PASSWORD"}) {
            JsonNode owner = variable(migration, "QUARKUS_FLYWAY_" + own).at("/valueFrom/secretKeyRef");
            assertThat(owner.path("name").asText()).isEqualTo("rocketmat-database-owner");
            assertThat(owner.path("optional").asBoolean())
                    .as("where the service owns its tables")
                    .isTrue();
            assertThat(container.path("env"))
                    .noneMatch(variable -> variable.path("name").asText().startsWith("QUARKUS_FLYWAY_" + own));
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void canWriteToTmpAlone(Manifests base) {
        List<JsonNode> mounts = container(base)
                .path("volumeMounts")
                .valueStream()
                .filter(mount -> !mount.path("readOnly").asBoolean())
                .toList();

        assertThat(mounts).extracting(mount -> mount.path("mountPath").asText()).containsExactly("/tmp");
        assertThat(pod(base).path("volumes"))
                .filteredOn(
                        volume -> volume.path("name").equals(mounts.getFirst().path("name")))
                .singleElement()
                .satisfies(volume -> assertThat(volume.has("emptyDir")).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/production", "overlays/production-keda"})
    @Tag("finding-C")
    void inProductionPostgreSqlShowsWhoItIs(String overlay) throws IOException {
        Manifests production = Manifests.rendered(overlay);
        JsonNode mount = named(container(production).path("volumeMounts"), "database-ca");

        assertThat(production.config("QUARKUS_DATASOURCE_JDBC_URL").asText())
                .endsWith("?sslmode=verify-full&sslrootcert="
                        + mount.path("mountPath").asText() + "/ca.crt");
        assertThat(named(pod(production).path("volumes"), "database-ca")
                        .at("/configMap/name")
                        .asText())
                .isEqualTo("rocketmat-database-ca");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void endsInPeaceAndOneAtATime(Manifests base) throws IOException {
        JsonNode budget = base.the("PodDisruptionBudget").path("spec");

        assertThat(pod(base).path("terminationGracePeriodSeconds").asInt())
                .as("more than twice the time that the process takes to end")
                .isGreaterThan(2 * (seconds("quarkus.shutdown.delay") + seconds("quarkus.shutdown.timeout")));
        assertThat(budget.path("maxUnavailable").asInt()).isEqualTo(1);
        assertThat(budget.path("unhealthyPodEvictionPolicy").asText())
                .as("a node is drained although pods are not ready")
                .isEqualTo("AlwaysAllow");
        assertThat(pod(base).path("topologySpreadConstraints"))
                .extracting(constraint -> constraint.path("topologyKey").asText())
                .containsExactlyInAnyOrder("topology.kubernetes.io/zone", "kubernetes.io/hostname");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void podsAreSpreadByTheirOwnLabels(Manifests base) {
        JsonNode labels = base.the("Deployment").at("/spec/template/metadata/labels");

        assertThat(labels.path("app.kubernetes.io/name"))
                .isEqualTo(base.the("Deployment").at("/metadata/name"));
        assertThat(labels.path("app.kubernetes.io/name").asText()).startsWith(NAME);
        assertThat(pod(base).path("topologySpreadConstraints"))
                .hasSize(2)
                .allMatch(constraint ->
                        constraint.at("/labelSelector/matchLabels").equals(labels))
                .as("not by those of the former release too, which are about to go")
                .allMatch(constraint ->
                        constraint.path("matchLabelKeys").toString().equals("[\"pod-template-hash\"]"));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void talksToNothingButGreenhouseVaultPostgreSqlAndDns(Manifests base) {
        JsonNode policy = base.the("NetworkPolicy").path("spec");

        assertThat(policy.path("policyTypes"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(ports(policy.path("egress"))).containsExactlyInAnyOrder("443", "8200", "5432", "4317", "53", "53");
        assertThat(policy.at("/egress/0/to"))
                .as("public addresses, and no node's metadata")
                .hasSize(2)
                .allMatch(to -> to.at("/ipBlock/except").size() > 1);
        assertThat(policy.at("/egress/0/to/0/ipBlock/except"))
                .extracting(JsonNode::asText)
                .contains("169.254.0.0/16");
        assertThat(ports(policy.path("ingress"))).containsExactlyInAnyOrder("http", "management");
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/production", "overlays/production-keda"})
    void onlyTheWebhooksAreReachedFromOutside(String overlay) throws IOException {
        Manifests production = Manifests.rendered(overlay);
        JsonNode ingress = production.the("Ingress");
        JsonNode paths = ingress.at("/spec/rules/0/http/paths");
        JsonNode limits = ingress.at("/metadata/annotations");

        assertThat(ingress.at("/spec/rules")).hasSize(1);
        assertThat(paths).hasSize(1);
        assertThat(paths.at("/0/path").asText()).isEqualTo("/webhooks/greenhouse/");
        assertThat(paths.at("/0/pathType").asText()).isEqualTo("Prefix");
        assertThat(paths.at("/0/backend/service/name"))
                .isEqualTo(production.the("Service").at("/metadata/name"));
        assertThat(ingress.at("/spec/tls/0/hosts/0")).isEqualTo(ingress.at("/spec/rules/0/host"));
        assertThat(limits.path("nginx.ingress.kubernetes.io/limit-rps").asInt()).isPositive();
        assertThat(limits.path("nginx.ingress.kubernetes.io/proxy-body-size").asText())
                .as("rocketmat.webhooks.max-body")
                .isEqualTo("5m");
        JsonNode http = production.the("NetworkPolicy").at("/spec/ingress/0");
        assertThat(http.at("/ports/0/port").asText()).isEqualTo("http");
        assertThat(http.path("from")).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void everySettingIsOneThatTheServiceReadsWhenItStarts(Manifests base) {
        assertThat(settings(base))
                .contains(
                        "QUARKUS_DATASOURCE_JDBC_URL",
                        "QUARKUS_VAULT_URL",
                        "QUARKUS_VAULT_AUTHENTICATION_KUBERNETES_ROLE",
                        "POD_NAME");
        assertThat(unknown(base)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUARKUS_DATASOURCE_JDBC_URI", "ROCKETMAT_SYNC_WORKER", "QUARKUS_MANAGEMENT_ENABLED"})
    void aSettingThatNobodyReadsWhenItStartsIsFound(String mistake) throws IOException {
        Manifests planted = Manifests.rendered("overlays/production")
                .planted("ConfigMap", map -> ((ObjectNode) map.path("data")).put(mistake, "x"));

        assertThat(unknown(planted)).containsExactly(mistake);
    }

    private static Set<String> settings(Manifests base) {
        Set<String> settings = new TreeSet<>();
        base.configMap().path("data").fieldNames().forEachRemaining(settings::add);
        Stream.of("containers", "initContainers")
                .flatMap(containers -> pod(base).path(containers).valueStream())
                .flatMap(container -> container.path("env").valueStream())
                .forEach(variable -> settings.add(variable.path("name").asText()));
        return settings;
    }

    /** Other replicas know this one by POD_NAME. */
    private static Set<String> unknown(Manifests base) {
        Set<String> unknown = settings(base);
        unknown.removeIf(name -> name.equals("POD_NAME") || own.contains(name) || quarkus.isReadAtRunTime(name));
        return unknown;
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
                .isEqualTo(base.configMap().at("/metadata/name").asText());
        assertThat(base.config("QUARKUS_VAULT_AUTHENTICATION_KUBERNETES_ROLE").asText())
                .isEqualTo("rocketmat");
        // the trainer's is production's, which Vault knows
        assertThat(pod(base).path("serviceAccountName").asText()).isEqualTo(NAME);
        base.find("ServiceAccount")
                .ifPresent(account ->
                        assertThat(account.at("/metadata/name").asText()).isEqualTo(NAME));
    }

    @Test
    void onlyTheTrainerTrains() throws IOException {
        Manifests production = Manifests.rendered("overlays/production");
        Manifests trainer = Manifests.rendered("overlays/trainer");

        assertThat(production.config("ROCKETMAT_TRAINING_WORKERS").asText()).isEqualTo("0");
        assertThat(variable(container(trainer), "ROCKETMAT_TRAINING_WORKERS")
                        .path("value")
                        .asText())
                .isEqualTo("1");
        assertThat(trainer.objects())
                .extracting(Manifests::kind)
                .as("the rest is production's, beside which it is applied")
                .containsExactlyInAnyOrder(
                        "ConfigMap", "Deployment", "PodDisruptionBudget", "NetworkPolicy", "Service", "ServiceMonitor");
        assertThat(trainer.the("NetworkPolicy").at("/spec/podSelector/matchLabels"))
                .isEqualTo(trainer.the("Deployment").at("/spec/template/metadata/labels"));
        assertThat(trainer.the("NetworkPolicy").at("/spec/egress"))
                .isEqualTo(production.the("NetworkPolicy").at("/spec/egress"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/trainer", "overlays/trainer-keda"})
    void theTrainerIsTheImageOnAJvmBesideProductions(String overlay) throws IOException {
        String image = container(Manifests.rendered(overlay)).path("image").asText();
        String production = container(Manifests.rendered("overlays/production"))
                .path("image")
                .asText();

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
        assertThat(keda.the("Deployment").at("/spec/replicas").isMissingNode()).isTrue();
        assertThat(scaled.path("minReplicaCount").asInt()).isZero();
        assertThat(scaled.at("/advanced/horizontalPodAutoscalerConfig/behavior/scaleDown/selectPolicy")
                        .asText())
                .as("otherwise one that trains may go while others are idle")
                .isEqualTo("Disabled");
        assertThat(scaled.at("/triggers/0/metadata/query").asText())
                .contains("rocketmat_trainings{namespace=\"rocketmat\"}");
        assertThat(scaled.at("/triggers/0/metadata/threshold").asText()).isEqualTo("1");
    }

    @Test
    void theSettingsKnownAreThoseOfTheExtensionsOnTheClassPath() {
        assertThat(quarkus.isReadAtRunTime("QUARKUS_HTTP_PORT")).isTrue();
        assertThat(quarkus.isReadAtRunTime("QUARKUS_HTTP_PROT")).isFalse();
        assertThat(quarkus.isReadAtRunTime("QUARKUS_MANAGEMENT_ENABLED")).isFalse();
    }

    private static JsonNode pod(Manifests base) {
        return base.pod();
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

    private static int seconds(String property) throws IOException {
        Properties properties = new Properties();
        try (InputStream file = KubernetesManifestsTest.class.getResourceAsStream("/application.properties")) {
            properties.load(file);
        }
        return Integer.parseInt(properties.getProperty(property).replace("s", ""));
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
