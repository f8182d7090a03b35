package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.access.Reach;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.TenantSearch;
import com.rocketmat.tenant.state.PauseOfAll;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes that open pages are notified of. */
@QuarkusTest
class FingerprintsQuarkusTest {

    private static final String TENANT = "fingered";
    /** A run of a window that ended. */
    private static final String WINDOW = """
                INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_from, window_to)
                VALUES ('fingered', now(), now(), 'schedule', now(), now())""";

    SandboxDatabase database;

    @Inject
    PauseOfAll pause;

    @Inject
    Fingerprints fingerprints;

    @Inject
    TenantSearch search;

    /** The tenant is stopped, so only these tests change it. */
    @BeforeEach
    void aRunningSweepAndALaterWindowThatEnded() {
        database.execute("""
                INSERT INTO tenant (tenant_id, state, since) VALUES ('fingered', 'STOPPED', now())""", """
                INSERT INTO run (tenant_id, started_at, triggered_by, window_to) VALUES ('fingered', now(), 'schedule', now())""", WINDOW, """
                INSERT INTO model_version (tenant_id, version, name, manifest, file_sha256, state, uploaded_at, checks, reference_row, resident_bytes, batch_millis)
                VALUES ('fingered', repeat('a', 64), 'points', '{}', 'f', 'UPLOADED', now(), '[]', '{}', 1, 1)""");
    }

    @AfterEach
    void clear() {
        database.execute(
                "SET rocketmat.purge = 'fingered'; DELETE FROM decision_head WHERE tenant_id = 'fingered'",
                "DELETE FROM run WHERE tenant_id = 'fingered'",
                "DELETE FROM webhook_count WHERE tenant_id = 'fingered'",
                "DELETE FROM model_version WHERE tenant_id = 'fingered'",
                "DELETE FROM tenant WHERE tenant_id = 'fingered'");
    }

    @Test
    void withoutChangesTheFingerprintStays() {
        assertThat(now()).isEqualTo(now()).containsOnlyKeys(TENANT);
    }

    @Test
    void changesOfRunsVersionsDecisionsAndWebhooksAreNoticed() {
        for (String change : List.of(
                "discovered = 50", "written = 1", "left_alone = 1", "failed = 1", "error = 'x'", "ended_at = now()")) {
            changes("UPDATE run SET " + change + " WHERE tenant_id = 'fingered' AND ended_at IS NULL");
        }
        changes(WINDOW);
        for (String state : List.of("SHADOW", "ACTIVE", "RETIRED")) {
            changes("UPDATE model_version SET state = '" + state + "' WHERE tenant_id = 'fingered'");
        }
        // an objection withholds scores without a run
        changes("INSERT INTO decision_head (tenant_id, number) VALUES ('fingered', 1)");
        changes("UPDATE decision_head SET number = 2 WHERE tenant_id = 'fingered'");
        changes("""
                INSERT INTO webhook_count (tenant_id, action, outcome, number, last_at)
                VALUES ('fingered', 'hire_candidate', 'taken', 1, now())""");
        changes("UPDATE webhook_count SET number = 2 WHERE tenant_id = 'fingered'");
    }

    /** A page that was loaded in between would show the pause until the next change. */
    @Test
    void aPauseOfAllThatEndedBeforeTheNextLookIsNoticedOnEveryPage() {
        Map<String, Object> before = now();
        TenantSearch.Count countBefore = search.count(new Reach.All());
        pause.pause("ana");
        pause.resume("ana");
        assertThat(now()).isNotEqualTo(before);
        assertThat(search.count(new Reach.All())).isNotEqualTo(countBefore);
    }

    @Test
    void anotherReasonIsNoticedAmongAllTenants() {
        TenantSearch.Count before = search.count(new Reach.All());
        database.execute("UPDATE tenant SET reason = 'the field is archived' WHERE tenant_id = 'fingered'");
        assertThat(search.count(new Reach.All())).isNotEqualTo(before);
    }

    private void changes(String statement) {
        Map<String, Object> before = now();
        database.execute(statement);
        assertThat(now()).as(statement).isNotEqualTo(before);
    }

    private Map<String, Object> now() {
        return fingerprints.of(List.of(TENANT));
    }
}
