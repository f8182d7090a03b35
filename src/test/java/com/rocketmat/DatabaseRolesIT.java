package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The service with PostgreSQL roles that do not own the database. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("DatabaseRolesIT")
@Tag("nightly")
class DatabaseRolesIT {

    private static final String BYPASSED = "bypasses row-level security";

    private final PointsCustomer customer = PointsCustomer.named("separate").with(3);

    @AutoClose
    private SandboxStack stack;

    @BeforeEach
    void start() {
        stack = SandboxStack.start(Path.of("target"), List.of(customer.organisation()));
    }

    /** As the guide says: one role migrates and owns, the other one works. */
    @Test
    void migrationsMayBelongToARoleOfTheirOwn() throws IOException {
        stack.database()
                .administer(
                        "CREATE ROLE rocketmat_app LOGIN PASSWORD 'app'",
                        "ALTER DEFAULT PRIVILEGES FOR ROLE rocketmat GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO rocketmat_app");
        try (ApplicationProcess application = stack.startApplication(Map.of(
                "QUARKUS_DATASOURCE_USERNAME",
                "rocketmat_app",
                "QUARKUS_DATASOURCE_PASSWORD",
                "app",
                "QUARKUS_FLYWAY_USERNAME",
                stack.database().user(),
                "QUARKUS_FLYWAY_PASSWORD",
                stack.database().password()))) {
            customer.join(stack, stack.operator(application), Map.of("schedule", "5s"));
            await().atMost(Duration.ofSeconds(30)).until(customer::allRight);
            assertThat(Files.readString(application.log())).doesNotContain(BYPASSED);
        }
        assertThatThrownBy(() -> asApplication("DROP TABLE score")).hasMessageContaining("must be owner");
        assertThatThrownBy(() -> asApplication("ALTER TABLE score DISABLE ROW LEVEL SECURITY"))
                .hasMessageContaining("must be owner");
        assertThatThrownBy(() -> asApplication("SELECT * FROM score")).hasMessageContaining("a query without a tenant");
    }

    @Test
    void aRoleThatRowLevelSecurityDoesNotBindStopsTheStartUnlessItIsAllowed() throws IOException {
        stack.database().administer("CREATE ROLE almighty LOGIN SUPERUSER PASSWORD 'almighty'");
        Map<String, String> role =
                Map.of("QUARKUS_DATASOURCE_USERNAME", "almighty", "QUARKUS_DATASOURCE_PASSWORD", "almighty");
        try (ApplicationProcess application = stack.launchApplication(role)) {
            assertThat(application.exit(Duration.ofMinutes(1))).isEqualTo(1);
            assertThat(application.lastLines().getLast())
                    .contains(BYPASSED, "set quarkus.datasource.username to an ordinary role");
        }
        Map<String, String> allowed = new HashMap<>(role);
        allowed.put("ROCKETMAT_DATABASE_ALLOW_BYPASS_RLS", "true");
        try (ApplicationProcess application = stack.startApplication(allowed)) {
            assertThat(Files.readString(application.log())).contains(BYPASSED);
        }
    }

    private void asApplication(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(stack.database().jdbcUrl(), "rocketmat_app", "app");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
