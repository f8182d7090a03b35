package com.rocketmat.tenant;

import static com.rocketmat.sandbox.stack.Surroundings.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.scope.Lease;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.Leases;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PurgeQuarkusTest {

    /**
     * One row of each table; the tenant is the only parameter. A requested application is not recent, and a task precedes its training, or
     * the scheduler would act on them.
     */
    private static final Map<String, String> ROWS = """
        tenant (tenant_id, state, since) values (?, 'STOPPED', now())
        score (tenant_id, application_id, model_version, candidate_id, state, scored_at) values (?, 1, 'v', 2, 'PENDING', now())
        candidate_key (tenant_id, alias, candidate_id, salt) values (?, gen_random_uuid(), 1, decode(repeat('ab', 32), 'hex'))
        decision (tenant_id, number, at, alias, kind, digest) values (?, 1, now(), gen_random_uuid(), 'SCORED', 'd')
        decision_head (tenant_id, number) values (?, 1)
        run (tenant_id, started_at, triggered_by, window_to) values (?, now(), 'schedule', now())
        sync_position (tenant_id) values (?)
        write_proof (tenant_id, score_field) values (?, 'rocketmat')
        harvest_budget (tenant_id, call_limit, remaining, window_seconds, window_end) values (?, 50, 3, 30, now())
        model_version (tenant_id, version, name, manifest, file_sha256, state, uploaded_at, checks, reference_row, resident_bytes, batch_millis) values (?, repeat('a', 64), 'n', '{}', 'f', 'ACTIVE', now(), '[]', '{}', 1, 1)
        audit_entry (tenant_id, recorded_at, actor, action, phase, reference, details) values (?, now(), 'ana', 'training-data', 'BEGUN', 'x', '{}')
        wanted_application (tenant_id, application_id, wanted_at) values (?, 1, now() - interval '2 minutes')
        reconciliation (tenant_id, round_since, next_at) values (?, now(), now())
        tenant_data_key (tenant_id, wrapped, key_version) values (?, 'vault:v1:AAAA', 1)
        digest_key (tenant_id, key) values (?, decode(repeat('ab', 32), 'hex'))
        erased_candidate (tenant_id, digest, source, erased_at) values (?, 'd', 'API', now())
        objection (tenant_id, candidate_id, source, objected_at) values (?, 1, 'API', now())
        webhook_event (tenant_id, event_id, received_at, due_at, action) values (?, 'e', now(), now() + interval '10 minutes', 'delete_candidate')
        webhook_count (tenant_id, action, outcome, number, last_at) values (?, 'delete_candidate', 'taken', 1, now())
        training_task (task_name, task_instance, execution_time, picked, version) values ('tenant-training', ?, now() + interval '1 day', true, 1)
        training (tenant_id, state, label, requested_by, requested_at) values (?, 'QUEUED', 'hired', 'ana', now())
        lease (tenant_id) values (?)
        model_file (tenant_id, version, content) values (?, repeat('a', 64), 'x')
        model_card (tenant_id, version, format, content) values (?, repeat('a', 64), 'MARKDOWN', '# n')
        scheduled_tasks (task_name, task_instance, execution_time, picked, version) values ('tenant-sync', ?, now() + interval '1 day', false, 1)
        """.lines().collect(Collectors.toMap(
            row -> row.substring(0, row.indexOf(' ')), Function.identity(), (a, _) -> a, LinkedHashMap::new));

    SandboxDatabase database;
    SandboxVault vault;

    @Inject
    Leases leases;

    @Inject
    TenantStates states;

    private final String tenant = "purged-" + UUID.randomUUID();
    private final String other = "purged-" + UUID.randomUUID();

    @BeforeEach
    void vaultIsLoaded() {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> operator().get("/api/status").then().body("vault.state", equalTo("ok")));
    }

    @Test
    void aPurgeDeletesEveryRowOfTheTenantAndNoOther() {
        fill(tenant);
        fill(other);
        Set<String> tables = tenantTables();
        assertThat(ROWS.keySet()).as("a new table needs a row in this test").containsAll(tables);
        assertThat(rows(tenant)).containsOnlyKeys(ROWS.keySet());
        Map<String, Long> before = rows(other);

        purge(tenant, false).statusCode(204);

        assertThat(rows(tenant)).isEmpty();
        assertThat(rows(other)).isEqualTo(before);
        operator().get("/api/tenants/{t}", tenant).then().statusCode(404);
        operator().get("/api/tenants/{t}", other).then().statusCode(200);
        purge(tenant, false).statusCode(404);
    }

    @Test
    void aTenantWithASecretIsOnlyPurgedByForce() {
        fill(tenant);
        for (String state : Set.of("ACTIVE", "DRY_RUN", "PAUSED", "INVALID", "BLOCKED")) {
            execute("update tenant set state = '" + state + "' where tenant_id = ?");
            Map<String, Long> before = rows(tenant);
            purge(tenant, false)
                    .statusCode(409)
                    .contentType("application/problem+json")
                    .body("title", equalTo("The tenant's secret still exists"))
                    .body("detail", containsString(state))
                    .body("remedy", containsString("force=true"));
            assertThat(withoutAudit(rows(tenant))).isEqualTo(withoutAudit(before));
        }
        purge(tenant, true).statusCode(204);
        assertThat(rows(tenant)).isEmpty();
    }

    @Test
    void aTenantStoppedByAnotherReplicaIsPurged() {
        Map<String, String> secret =
                Map.of("harvest_client_id", tenant, "harvest_client_secret", "some", "mode", "paused");
        WrittenSecret.known(vault, Surroundings.api(), tenant, secret);
        try {
            execute("update tenant set state = 'STOPPED' where tenant_id = ?");

            await("no slice is running")
                    .untilAsserted(() -> purge(tenant, false).statusCode(204));
        } finally {
            WrittenSecret.delete(vault, tenant);
        }
    }

    @Test
    @Tag("failure-tenant-deleted")
    void aTenantWithARunningSliceIsNotPurgedEvenByForce() {
        fill(tenant);
        execute(
                "update scheduled_tasks set picked = true, picked_by = 'x', last_heartbeat = now() where task_instance = ?");
        Map<String, Long> before = withoutAudit(rows(tenant));

        purge(tenant, true)
                .statusCode(409)
                .body("title", equalTo("A slice is running"))
                .body("remedy", containsString("again"));

        assertThat(withoutAudit(rows(tenant))).isEqualTo(before);
        execute("update scheduled_tasks set picked = false where task_instance = ?");
        purge(tenant, false).statusCode(204);
    }

    /** If it continues, its writes are refused. */
    @Test
    @Tag("finding-A12")
    void aStuckSliceDoesNotPreventThePurge() {
        fill(tenant);
        execute(
                "update scheduled_tasks set picked = true, picked_by = 'x', last_heartbeat = now() where task_instance = ?");
        TenantId id = new TenantId(tenant);
        Lease lease = leases.claim(id, TenantSettings.Mode.LIVE).lease();
        purge(tenant, false).statusCode(409);
        execute("update lease set since = since - interval '121 s' where tenant_id = ?");

        purge(tenant, false).statusCode(204);

        assertThatThrownBy(() -> lease.hold(() -> {
                    states.usable(id, TenantSettings.Mode.LIVE, false, 1);
                    return null;
                }))
                .rootCause()
                .hasMessageContaining("another's");
        assertThat(rows(tenant)).isEmpty();
    }

    @Test
    void aSecondPurgeDoesNotWaitForTheFirst() {
        insert("tenant", tenant);

        SandboxDatabase.with(database.dataSource(), first -> {
            first.getConnection().setAutoCommit(false);
            first.execute("delete from tenant where tenant_id = '%s'".formatted(tenant));
            assertThat(CompletableFuture.supplyAsync(() -> purge(tenant, false)))
                    .succeedsWithin(Duration.ofSeconds(30))
                    .satisfies(second -> second.statusCode(503));
            first.getConnection().rollback();
            return null;
        });

        purge(tenant, false).statusCode(204);
    }

    /** The hourly deletion of old decisions locks the head of the log first, and then rows and keys. */
    @Test
    void aPurgeWaitsForTheHeadOfTheLogBeforeItLocksItsKeys() {
        fill(tenant);

        CompletableFuture<ValidatableResponse> purge = SandboxDatabase.with(database.dataSource(), pass -> {
            pass.getConnection().setAutoCommit(false);
            pass.execute("select from decision_head where tenant_id = '%s' for update".formatted(tenant));
            var waiting = CompletableFuture.supplyAsync(() -> purge(tenant, false));
            await("the purge waits for the head")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> database.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                    + " and query ilike 'delete from decision_head %'")
                            > 0);
            pass.execute("select from candidate_key where tenant_id = '%s' for update nowait".formatted(tenant));
            pass.getConnection().rollback();
            return waiting;
        });

        purge.join().statusCode(204);
    }

    @Test
    void modelsOfAnIdThatNeverWasATenantArePurged() {
        insert("model_version", tenant);
        insert("model_file", tenant);

        purge(tenant, false).statusCode(204);

        assertThat(rows(tenant)).isEmpty();
    }

    @Test
    void anUploadDuringAPurgeLeavesNothing() {
        insert("tenant", tenant);
        Operator operator = Surroundings.api();

        CompletableFuture<Integer> upload = SandboxDatabase.with(database.dataSource(), purge -> {
            purge.getConnection().setAutoCommit(false);
            purge.execute("delete from tenant where tenant_id = '%s'".formatted(tenant));
            var status = CompletableFuture.supplyAsync(
                    () -> operator.upload(tenant, Graph.identity().toBytes(), PointsCustomer.MANIFEST)
                            .statusCode());
            await("the upload waits for the purge")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> database.count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                    + " and query ilike '%tenant%for no key update%'")
                            > 0);
            purge.getConnection().commit();
            return status;
        });

        assertThat(upload.join()).isEqualTo(404);
        assertThat(rows(tenant)).doesNotContainKeys("model_version", "model_file");
    }

    @Test
    void anUnknownTenantIsNotFound() {
        purge("absent-" + tenant.substring(0, 20), false).statusCode(404);
        purge("No_Tenant", true).statusCode(404);
    }

    private static ValidatableResponse purge(String tenant, boolean force) {
        return operator().delete("/api/tenants/{t}?force={f}", tenant, force).then();
    }

    private Set<String> tenantTables() {
        Set<String> tables = new TreeSet<>(Set.of("scheduled_tasks", "training_task"));
        tables.addAll(database.tenantTables());
        return tables;
    }

    /** Refusals are audited. */
    private static Map<String, Long> withoutAudit(Map<String, Long> rows) {
        Map<String, Long> others = new TreeMap<>(rows);
        others.remove("audit_entry");
        return others;
    }

    /** The number of the tenant's rows in each table, if any. */
    private Map<String, Long> rows(String name) {
        Map<String, Long> counts = new TreeMap<>();
        for (String table : tenantTables()) {
            String key = table.endsWith("_tasks") || table.equals("training_task") ? "task_instance" : "tenant_id";
            long count = database.count("select count(*) from %s where %s = '%s'".formatted(table, key, name));
            if (count > 0) {
                counts.put(table, count);
            }
        }
        return counts;
    }

    private void fill(String name) {
        for (String table : ROWS.keySet()) {
            insert(table, name);
        }
    }

    private void insert(String table, String name) {
        execute("insert into " + ROWS.get(table), name);
    }

    private void execute(String statement) {
        execute(statement, tenant);
    }

    private void execute(String statement, String name) {
        database.execute(statement.replace("?", "'" + name + "'"));
    }
}
