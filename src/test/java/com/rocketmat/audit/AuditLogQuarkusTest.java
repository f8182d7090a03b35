package com.rocketmat.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.rocketmat.access.Reach;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.RawCall;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.DataExport;
import com.rocketmat.tenant.DataExport.Phase;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class AuditLogQuarkusTest {

    private static final String WAITING =
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE '%from tenant%'";

    SandboxDatabase database;
    SandboxVault vault;

    @Inject
    Event<DataExport> exports;

    @Inject
    AuditLog log;

    @Inject
    TenantUnit unit;

    private TenantId tenant;
    private final UUID export = UUID.randomUUID();

    @BeforeEach
    void aKnownTenant() {
        tenant = new TenantId("audited-" + UUID.randomUUID());
        WrittenSecret.broken(vault, tenant);
    }

    @Test
    void anActionSucceedsEvenIfItsEntryCannotBeWritten() {
        Consumer<TenantId> withoutAnAction = log.recorder(null, new ActionDetails());
        assertThatCode(() -> withoutAnAction.accept(tenant)).doesNotThrowAnyException();
    }

    @Test
    void entriesAreListedInPagesLatestFirst() {
        exported(Phase.BEGUN, "0");
        exported(Phase.COMPLETED, "17");

        logged("?limit=1")
                .body("items.phase", contains("COMPLETED"))
                .body("items[0].actor", equalTo("ana"))
                .body("items[0].action", equalTo("training-data"))
                .body("items[0].reference", equalTo(export.toString()))
                .body("items[0].details.rows", equalTo("17"));
        String next = logged("?limit=1").extract().path("next");
        logged("?limit=1&cursor=" + next).body("items.phase", contains("BEGUN")).body("next", nullValue());
    }

    /** As callers do while this replica is frozen or waits for the database. */
    @Test
    void anActionOfACallerThatHungUpIsLogged() {
        database.whileLocked("tenant", () -> {
            postAndHangUp("/api/tenants/" + tenant + "/pause");
            // so that the end of the connection is noticed first
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        });

        await().untilAsserted(() -> logged("").body("items.action", contains("POST /api/tenants/{tenant}/pause")));
        assertThat(database.count("SELECT count(*) FROM tenant WHERE paused AND tenant_id = '%s'".formatted(tenant)))
                .isOne();
    }

    private void postAndHangUp(String path) {
        try (RawCall caller = RawCall.open()) {
            caller.send("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nAuthorization: Bearer %s\r\n\r\n"
                    .formatted(path, Surroundings.OPERATOR));
            // the call waits for the table by then
            await().pollDelay(Duration.ofSeconds(1)).until(() -> database.count(WAITING) > 0);
        }
    }

    @Test
    void anEntryOutlivesARolledBackTransaction() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    exported(Phase.BEGUN, "0");
                    throw new IllegalStateException("the transaction failed");
                }))
                .hasMessageContaining("failed");

        logged("").body("items.phase", contains("BEGUN"));
    }

    @Test
    void evenTheDatabasesOwnerCannotChangeEntries() {
        exported(Phase.BEGUN, "0");

        assertThat(List.of(
                        "UPDATE audit_entry SET actor = 'absent' WHERE tenant_id = '%s'",
                        "UPDATE audit_entry SET times = 2 WHERE tenant_id = '%s'",
                        "SET rocketmat.retention = 'audit'; DELETE FROM audit_entry WHERE tenant_id = '%s'",
                        "DELETE FROM audit_entry WHERE tenant_id = '%s'",
                        "SET rocketmat.purge = 'another-tenant'; DELETE FROM audit_entry WHERE tenant_id = '%s'",
                        "TRUNCATE audit_entry"))
                .allSatisfy(statement -> assertThatThrownBy(() -> database.execute(statement.formatted(tenant)))
                        .hasCauseInstanceOf(SQLException.class)
                        .hasMessageContaining("append-only"));

        logged("").body("items.actor", contains("ana"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"actor = 'absent', times = 3", "times = 1", "refusal = NULL"})
    @Tag("finding-A13")
    void onlyTheCountOfARefusalCanGrow(String change) {
        database.execute(
                "INSERT INTO audit_entry (tenant_id, recorded_at, actor, action, phase, reference, details, refusal, times)"
                        + " VALUES ('%s', now(), 'ana', 'POST', 'REFUSED', 'r', '{}', 'x', 2)".formatted(tenant));

        assertThatThrownBy(() ->
                        database.execute("UPDATE audit_entry SET %s WHERE tenant_id = '%s'".formatted(change, tenant)))
                .hasMessageContaining("append-only");
        database.execute("UPDATE audit_entry SET times = times + 1 WHERE tenant_id = '%s'".formatted(tenant));

        logged("").body("items.times", contains(3)).body("items.actor", contains("ana"));
    }

    /** Entries written during a purge would outlive the tenant, and belong to the next one of this name. */
    @Test
    void anActionDuringAPurgeIsLoggedWithoutTenant() throws SQLException {
        try (Connection purge = database.dataSource().getConnection()) {
            purge.setAutoCommit(false);
            try (Statement statement = purge.createStatement()) {
                statement.execute("DELETE FROM tenant WHERE tenant_id = '%s'".formatted(tenant));
            }

            exported(Phase.COMPLETED, "5");
            log.recorder("POST /console/bulk/pause", new ActionDetails()).accept(tenant);

            purge.commit();
        }
        var gone = new TenantId("audited-" + UUID.randomUUID());
        assertThatThrownBy(() -> unit.run(gone, () -> log.note(gone, "read", Map.of())))
                .isInstanceOf(HttpProblem.class)
                .hasMessageContaining("no tenant with this id");
        assertThat(entries("tenant_id = '%s'")).isZero();
        assertThat(entries("tenant_id = '*' AND details::text LIKE '%%%s%%'")).isEqualTo(2);
    }

    /** The pseudonym waits for the purge, which must not wait for it. */
    @Test
    void noPseudonymIsMadeWhileTheTenantIsLocked() throws Exception {
        try (Connection purge = database.dataSource().getConnection();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            purge.setAutoCommit(false);
            try (Statement statement = purge.createStatement()) {
                statement.execute("SELECT FROM tenant WHERE tenant_id = '%s' FOR NO KEY UPDATE".formatted(tenant));
                var line =
                        new AuditLog.Line(Instant.now(), "ana", "call", AuditPhase.BEGUN, export.toString(), Map.of());
                var entry = threads.submit(() -> log.add(tenant, Optional.of(7L), line));
                await().until(() -> database.count(WAITING) > 0);

                statement.execute("DELETE FROM tenant WHERE tenant_id = '%s'".formatted(tenant));

                purge.commit();
                entry.get(10, TimeUnit.SECONDS);
            }
        }
        assertThat(entries("tenant_id = '%s'")).isZero();
        assertThat(entries("tenant_id = '*' AND details::text LIKE '%%%s%%'")).isOne();
    }

    private long entries(String which) {
        return database.count("SELECT count(*) FROM audit_entry WHERE " + which.formatted(tenant));
    }

    @Test
    void callersOfSomeTenantsSeeTheirEntriesTogether() {
        String first = tenant.value();
        exported(Phase.BEGUN, "1");
        aKnownTenant();
        noted("2");
        Reach both = new Reach.Only(Set.of(first, tenant.value()));
        tenant = new TenantId(first);
        exported(Phase.COMPLETED, "3");
        aKnownTenant();
        noted("of another");

        List<AuditView> page = log.page(query(both, Optional.empty()), null, 2);
        assertThat(rows(page)).containsExactly("3", "2");
        assertThat(rows(log.page(
                        query(both, Optional.empty()),
                        Long.valueOf(page.getLast().id()),
                        2)))
                .containsExactly("1");
        assertThat(rows(log.page(query(both, Optional.of(AuditPhase.BEGUN)), null, 500)))
                .containsExactly("2", "1");
        assertThat(log.page(query(new Reach.Only(Set.of()), Optional.empty()), null, 2))
                .isEmpty();
    }

    private static AuditQuery query(Reach reach, Optional<AuditPhase> phase) {
        return new AuditQuery(reach, Optional.empty(), Optional.of("ana"), phase);
    }

    private static List<String> rows(List<AuditView> page) {
        return page.stream().map(entry -> entry.details().get("rows")).toList();
    }

    private void noted(String rows) {
        log.add(
                tenant,
                Optional.empty(),
                new AuditLog.Line(
                        Instant.now(), "ana", "call", AuditPhase.BEGUN, export.toString(), Map.of("rows", rows)));
    }

    private void exported(Phase phase, String rows) {
        exports.fire(
                new DataExport(tenant, export, "ana", "training-data", phase, Map.of("rows", rows), Optional.empty()));
    }

    private ValidatableResponse logged(String query) {
        return Surroundings.viewer()
                .get("/api/tenants/" + tenant + "/audit" + query)
                .then()
                .statusCode(200);
    }
}
