package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.DatabaseConfig;
import io.quarkus.runtime.StartupEvent;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class RowSecurityCheckTest {

    @AutoClose
    private static SandboxDatabase database;

    private record Settings(Duration readTime, boolean allowBypassRls) implements DatabaseConfig {}

    @BeforeAll
    static void start() {
        database = SandboxDatabase.start();
        database.administer(
                "CREATE ROLE almighty LOGIN SUPERUSER PASSWORD 'sandbox'",
                "CREATE ROLE unbound LOGIN BYPASSRLS PASSWORD 'sandbox'");
    }

    @Test
    void anOrdinaryRoleIsFine() {
        assertThatNoException().isThrownBy(() -> start(database.user(), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"almighty", "unbound"})
    void aRoleThatRowLevelSecurityDoesNotBindStopsTheStart(String role) {
        assertThatThrownBy(() -> start(role, false))
                .isInstanceOf(UnusableDatabase.class)
                .hasMessageContaining("set quarkus.datasource.username to an ordinary role")
                .hasMessageContaining("rocketmat.database.allow-bypass-rls=true")
                .satisfies(refused -> assertThat(Main.reason(refused)).contains(refused.getMessage()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"almighty", "unbound"})
    void itMayBeAllowed(String role) {
        try (LogTap log = new LogTap()) {
            assertThatNoException().isThrownBy(() -> start(role, true));
            assertThat(log.text()).contains("bypasses row-level security");
        }
    }

    private static void start(String role, boolean allowed) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(role);
        source.setPassword(database.password());
        new RowSecurityCheck(source, new Settings(Duration.ZERO, allowed)).check(new StartupEvent());
    }
}
