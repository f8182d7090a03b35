package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.access.Reach;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.TenantSearch;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes that pages are notified of because of a run, a version's state or a webhook. */
@QuarkusTest
class FingerprintsQuarkusTest {

    private static final String TENANT = "fingered";

    SandboxDatabase database;

    @Inject
    Fingerprints fingerprints;

    @Inject
    TenantSearch search;

    /** It is stopped, so that only these tests change it. */
    @BeforeEach
    void aSweepGoesOnBehindAWindowThatIsOver() {
        database.execute("""
                INSERT INTO tenant (tenant_id, state, since) VALUES ('fingered', 'STOPPED', now())""", """
                INSERT INTO run (tenant_id, started_at, triggered_by, window_to) VALUES ('fingered', now(), 'schedule', now())""", """
                INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_from, window_to)
                VALUES ('fingered', now(), now(), 'schedule', now(), now())""", """
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
    void whereNothingHappensItStays() {
        assertThat(now()).isEqualTo(now()).containsOnlyKeys(TENANT);
    }

    @Test
    void whatTheSweepWritesIsNoticedThoughItIsNotTheLastRun() {
        changes("UPDATE run SET discovered = 50 WHERE tenant_id = 'fingered' AND ended_at IS NULL");
        changes("UPDATE run SET written = 1 WHERE tenant_id = 'fingered' AND ended_at IS NULL");
        changes("UPDATE run SET left_alone = 1 WHERE tenant_id = 'fingered' AND ended_at IS NULL");
        changes("UPDATE run SET failed = 1 WHERE tenant_id = 'fingered' AND ended_at IS NULL");
        changes("UPDATE run SET error = 'Greenhouse is away' WHERE tenant_id = 'fingered' AND ended_at IS NULL");
    }

    @Test
    void aRunThatEndsIsNoticed() {
        changes("UPDATE run SET ended_at = now() WHERE tenant_id = 'fingered' AND ended_at IS NULL");
    }

    @Test
    void aRunThatCameAndWentSinceTheLastLookIsNoticed() {
        changes("""
                INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_from, window_to)
                VALUES ('fingered', now(), now(), 'schedule', now(), now())""");
    }

    @Test
    void aVersionThatEntersOrLeavesTheShadowIsNoticed() {
        changes("UPDATE model_version SET state = 'SHADOW' WHERE tenant_id = 'fingered'");
        changes("UPDATE model_version SET state = 'RETIRED' WHERE tenant_id = 'fingered'");
    }

    @Test
    void theActiveVersionThatIsSwitchedOffIsNoticed() {
        database.execute(
                "UPDATE model_version SET state = 'ACTIVE', activated_at = now() WHERE tenant_id = 'fingered'");
        changes("UPDATE model_version SET state = 'RETIRED' WHERE tenant_id = 'fingered'");
    }

    /** An objection withholds scores without a run. */
    @Test
    void aDecisionOutsideARunIsNoticed() {
        changes("INSERT INTO decision_head (tenant_id, number) VALUES ('fingered', 1)");
        changes("UPDATE decision_head SET number = 2 WHERE tenant_id = 'fingered'");
    }

    @Test
    void aWebhookIsNoticed() {
        changes("""
                INSERT INTO webhook_count (tenant_id, action, outcome, number, last_at)
                VALUES ('fingered', 'hire_candidate', 'taken', 1, now())""");
        changes("UPDATE webhook_count SET number = 2 WHERE tenant_id = 'fingered'");
    }

    @Test
    void aPauseOfAllIsNoticedOnEveryPage() {
        TenantSearch.Count before = search.count(new Reach.All());
        try {
            changes("UPDATE kill_switch SET paused = true, paused_at = now(), paused_by = 'ana'");
            assertThat(search.count(new Reach.All())).isNotEqualTo(before);
        } finally {
            database.execute("UPDATE kill_switch SET paused = false, paused_at = NULL, paused_by = NULL");
        }
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
