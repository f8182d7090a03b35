package com.rocketmat;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.deploy.Manifests;
import com.rocketmat.deploy.MetricsRead;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The application does what the manifests assume, started as they start it. */
@Tag("nightly")
class DeploymentIT {

    private static final PointsCustomer CUSTOMER =
            PointsCustomer.named("deployed").with(5);
    private static final Duration TO_MIGRATE = Duration.ofSeconds(60);

    @AutoClose
    private static SandboxStack stack;

    private static Manifests manifests;
    private static List<Integer> migrations;
    private static long tablesOfOthers;
    private static ApplicationProcess application;

    /** Two pods migrate at once, as the owner of the tables; the service's role owns nothing. */
    @BeforeAll
    static void deploy() throws IOException {
        manifests = Manifests.rendered("overlays/production");
        stack = SandboxStack.start(Path.of("target"), List.of(CUSTOMER.organisation()));
        stack.database()
                .administer(
                        "DROP OWNED BY " + stack.database().user(),
                        "CREATE ROLE service LOGIN PASSWORD 'service'",
                        "ALTER DEFAULT PRIVILEGES FOR ROLE " + stack.database().user()
                                + " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO service");
        migrations = Stream.of(1, 2).map(pod -> CompletableFuture.supplyAsync(DeploymentIT::migrate)).toList().stream()
                .map(CompletableFuture::join)
                .toList();
        tablesOfOthers = stack.database().count("SELECT count(*) FROM pg_tables WHERE tableowner = 'service'");
        application = stack.startApplication(variables(
                "containers",
                Map.of(
                        "QUARKUS_DATASOURCE_USERNAME", "service",
                        "QUARKUS_DATASOURCE_PASSWORD", "service")));
        CUSTOMER.join(stack, stack.operator(application), Map.of());
        await().atMost(Duration.ofSeconds(60)).until(CUSTOMER::allRight);
    }

    private static int migrate() {
        Map<String, String> owner = Map.of(
                "QUARKUS_DATASOURCE_USERNAME",
                "service",
                "QUARKUS_DATASOURCE_PASSWORD",
                "service",
                "QUARKUS_FLYWAY_USERNAME",
                stack.database().user(),
                "QUARKUS_FLYWAY_PASSWORD",
                stack.database().password());
        try (ApplicationProcess pod = stack.launchApplication(variables("initContainers", owner))) {
            return pod.exit(TO_MIGRATE);
        }
    }

    /** The variables of the manifest, and those from secrets. */
    private static Map<String, String> variables(String containers, Map<String, String> secrets) {
        Map<String, String> variables = new TreeMap<>(secrets);
        for (JsonNode variable : manifests.the("Deployment").at("/spec/template/spec/" + containers + "/0/env")) {
            if (variable.has("value")) {
                variables.put(
                        variable.path("name").asText(), variable.path("value").asText());
            }
        }
        return variables;
    }

    @Test
    void podsThatMigrateAtOnceMigrateOnceAndExit() {
        assertThat(migrations).containsExactly(0, 0);
        assertThat(stack.database().count("SELECT count(*) FROM flyway_schema_history WHERE NOT success"))
                .isZero();
        assertThat(stack.database().count("SELECT count(DISTINCT version) - count(*) FROM flyway_schema_history"))
                .isZero();
        assertThat(stack.database().count("SELECT count(*) FROM flyway_schema_history"))
                .isPositive();
        assertThat(tablesOfOthers).isZero();
    }

    @Test
    void theServiceNeedsNoOwnershipOfItsTables() {
        assertThat(CUSTOMER.faults()).isEmpty();
        assertThatThrownBy(() -> asTheService("DROP TABLE score")).hasMessageContaining("must be owner");
        assertThatThrownBy(() -> asTheService("ALTER TABLE score DISABLE ROW LEVEL SECURITY"))
                .hasMessageContaining("must be owner");
        assertThatThrownBy(() -> asTheService("SELECT * FROM score")).hasMessageContaining("a query without a tenant");
    }

    private static void asTheService(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(stack.database().jdbcUrl(), "service", "service");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void everyProbeIsAnswered() {
        JsonNode container = manifests.the("Deployment").at("/spec/template/spec/containers/0");
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            assertThat(status(container.path(probe).at("/httpGet/path").asText()))
                    .as(probe)
                    .isEqualTo(200);
        }
        assertThat(status("/q/health/alive")).as("planted").isEqualTo(404);
    }

    @Test
    void everyMetricInTheManifestsIsExported() throws IOException {
        Set<String> read = MetricsRead.ofWhatIsDeployed();

        // some appear with the end of the first slice
        await().untilAsserted(() -> assertThat(exported()).containsAll(read));
        assertThat(exported()).as("planted").doesNotContain("rocketmat_due_lag");
    }

    @Test
    void metricsAreExportedWhereTheyAreScraped() {
        JsonNode endpoint = manifests.the("ServiceMonitor").at("/spec/endpoints/0");

        assertThat(endpoint.path("port").asText()).isEqualTo("management");
        assertThat(status(endpoint.path("path").asText())).isEqualTo(200);
    }

    private static int status(String path) {
        return given().baseUri(application.managementUrl().toString()).get(path).statusCode();
    }

    private static Set<String> exported() {
        return application
                .metrics()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceAll("[{ ].*", ""))
                .collect(toSet());
    }
}
