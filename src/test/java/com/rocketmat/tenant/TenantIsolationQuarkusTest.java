package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantScope;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.Tenant;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.lang.ScopedValue.CallableOp;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hibernate separates the tenants' rows, and PostgreSQL does if Hibernate is bypassed. */
@QuarkusTest
class TenantIsolationQuarkusTest {

    private static final String TENANT_TABLES = """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace AND a.attname = 'tenant_id'""";

    SandboxDatabase database;

    @Inject
    DataSource pool;

    @Inject
    EntityManager entities;

    @Inject
    TenantStates states;

    private final TenantId one = new TenantId("one-" + UUID.randomUUID());
    private final TenantId other = new TenantId("other-" + UUID.randomUUID());

    @BeforeEach
    void twoTenants() {
        states.usable(one, Mode.LIVE, false, 1);
        states.usable(other, Mode.LIVE, false, 1);
    }

    @Test
    void aQueryWithoutATenantFails() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().call(() -> Tenant.count()))
                .hasStackTraceContaining("a query without a tenant: its transaction needs a TenantId");
        queriesWithoutTenant();
    }

    @Test
    void aQueryWithoutConditionSeesOneTenant() {
        assertThat(visible(one)).containsExactly(one);
        assertThat(in(one, () -> Tenant.find(other)).isPresent()).isFalse();
        assertThat(in(one, () -> Tenant.update("reason = 'changed'"))).isEqualTo(1);
        assertThat(states.standing(other).reason()).isNull();
    }

    @Test
    void aNativeQuerySeesOneTenant() {
        assertThat(in(
                        one,
                        () -> entities.createNativeQuery("SELECT string_agg(tenant_id, ',') FROM tenant", String.class)
                                .getSingleResult()))
                .isEqualTo(one.value());
        assertThat(in(
                        one,
                        () -> entities.createNativeQuery("DELETE FROM tenant WHERE tenant_id = ?1")
                                .setParameter(1, other.value())
                                .executeUpdate()))
                .isZero();
        assertThat(states.row(other)).isPresent();
    }

    @Test
    void aRowCannotBeWrittenForOrMovedToAnotherTenant() {
        String insert = "INSERT INTO sync_position (tenant_id) VALUES ('%s')".formatted(other);
        assertThatThrownBy(() -> of(one, () -> jdbc(insert))).hasMessageContaining("row-level security");
        String move = "UPDATE tenant SET tenant_id = '%s-2'".formatted(other);
        assertThatThrownBy(() -> of(one, () -> jdbc(move))).hasMessageContaining("row-level security");
        assertThatThrownBy(() -> in(one, () -> {
                    RecordedStates.row(new TenantId(other.value() + "-3"), TenantState.ACTIVE)
                            .persistAndFlush();
                    return null;
                }))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void aTransactionOfOneTenantIsNotJoinedForAnother() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    states.pause(one);
                    states.pause(other);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pause")
                .hasMessageContaining(one.value());
        assertThat(states.standing(one).state()).as("rolled back").isEqualTo(TenantState.ACTIVE);
    }

    @Test
    void aTransactionAcrossTenantsIsNotJoinedForOneTenantOrViceVersa() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    states.count();
                    states.pause(one);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pause was called for '%s' in a transaction of '*'", one);
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    states.pause(one);
                    states.count();
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("count was called for '*' in a transaction of '%s'", one);
        assertThat(states.standing(one).state()).as("rolled back").isEqualTo(TenantState.ACTIVE);
    }

    @Test
    void everyTenantTableForcesRowLevelSecurityOnItsOwner() {
        List<String> tables = database.column(TENANT_TABLES);
        assertThat(tables).contains("tenant", "score", "run", "model_file");
        assertThat(database.column(TENANT_TABLES + " AND c.relrowsecurity AND c.relforcerowsecurity"))
                .as("tables with forced row-level security")
                .containsExactlyInAnyOrderElementsOf(tables);
        assertThat(database.column("SELECT tablename FROM pg_policies WHERE schemaname = current_schema()"
                        + " AND cmd = 'ALL' AND qual LIKE '%rocketmat_tenant()%' AND with_check IS NULL"))
                .containsExactlyInAnyOrderElementsOf(tables);
        assertThat(database.column("SELECT tableowner FROM pg_tables WHERE tablename = 'score'"))
                .as("the role of the application")
                .containsExactly(database.user());
    }

    @Test
    void aPooledConnectionForgetsItsTenant() throws Exception {
        Random random = new Random(20261124);
        List<TenantId> tenants = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TenantId tenant = new TenantId("pool-%d-%s".formatted(i, UUID.randomUUID()));
            states.usable(tenant, Mode.LIVE, false, 1);
            tenants.add(tenant);
        }
        List<Callable<Void>> work = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            TenantId tenant = tenants.get(random.nextInt(tenants.size()));
            work.add(
                    switch (random.nextInt(4)) {
                        case 0 -> () -> queriesItself(tenant);
                        case 1 -> () -> rollsBack(tenant);
                        case 2 -> () -> queriesWithoutTenant();
                        default -> () -> countsAll(tenants.size());
                    });
        }
        try (var threads = Executors.newFixedThreadPool(12)) {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        assertThat(database.count("SELECT count(*) FROM tenant WHERE reason = 'rolled back'"))
                .isZero();
    }

    private Void queriesItself(TenantId tenant) {
        assertThat(visible(tenant)).containsExactly(tenant);
        return null;
    }

    private Void rollsBack(TenantId tenant) {
        assertThatThrownBy(() -> in(tenant, () -> {
                    Tenant.update("reason = 'rolled back'");
                    throw new IllegalArgumentException("of the work");
                }))
                .hasMessage("of the work");
        return null;
    }

    private Void queriesWithoutTenant() {
        assertThatThrownBy(() -> jdbc("SELECT count(*) FROM tenant")).hasMessageContaining("a query without a tenant");
        return null;
    }

    private Void countsAll(int minimum) {
        long count = states.count().values().stream().mapToLong(Long::longValue).sum();
        assertThat(count).isGreaterThanOrEqualTo(minimum);
        return null;
    }

    private static List<TenantId> visible(TenantId tenant) {
        return in(
                tenant, () -> Tenant.<Tenant>listAll().stream().map(Tenant::id).toList());
    }

    private static <R> R in(TenantId tenant, Callable<R> work) {
        ManagedContext request = Arc.container().requestContext();
        boolean active = request.isActive();
        if (!active) {
            request.activate();
        }
        try {
            return of(tenant, () -> QuarkusTransaction.requiringNew().call(work));
        } finally {
            if (!active) {
                request.terminate();
            }
        }
    }

    private static <R, X extends Throwable> R of(TenantId tenant, CallableOp<R, X> work) throws X {
        return TenantScope.of(tenant, work);
    }

    /** With a connection of the application's pool, bypassing Hibernate. */
    private Void jdbc(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return null;
    }
}
