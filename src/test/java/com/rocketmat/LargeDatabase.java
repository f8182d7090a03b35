package com.rocketmat;

import com.rocketmat.sandbox.database.SandboxDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A quarter of a million scores of 2,000 tenants, a fifth of them of one tenant, with matching runs and schedule. */
final class LargeDatabase implements AutoCloseable {

    static final String LARGE_TENANT = "planned-1";
    static final String SMALL_TENANT = "planned-1000";

    /** The large tables, without those that have a few rows per tenant. */
    private static final Map<String, String> ROWS = Map.of(
            "score", """
            INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, scored_at, written_at)
            SELECT 'planned-' || tenant, i, CASE WHEN i % 10 = 0 THEN 'b' ELSE 'a' END, i, i % 100,
                   CASE WHEN i % 500 = 0 THEN 'PENDING' WHEN i % 9 = 0 THEN 'SUPERSEDED' WHEN i % 11 = 0 THEN 'SHADOW'
                        WHEN i % 101 = 0 THEN 'REFUSED' ELSE 'WRITTEN' END,
                   now() - i % 400 * interval '1 day', now() - i % 400 * interval '1 day'
            FROM generate_series(1, 2000) tenant,
                 generate_series(1, CASE WHEN tenant = 1 THEN 51500 WHEN tenant <= 21 THEN 2500 ELSE 75 END) i""",
            "run", """
            INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_from, window_to, read_whole)
            SELECT 'planned-' || tenant, now() - i * interval '15 min', CASE WHEN i > 1 OR tenant % 20 > 0 THEN now() - i * interval '15 min' END,
                   'schedule', CASE WHEN i % 96 > 0 THEN now() END, now(), true
            FROM generate_series(1, 2000) tenant, generate_series(1, 50) i""",
            "scheduled_tasks", """
            INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)
            SELECT 'tenant-sync', 'planned-' || tenant, now() + (tenant - 500) * interval '1 s', tenant <= 16,
                   CASE WHEN tenant <= 16 THEN 'one' END, CASE WHEN tenant <= 16 THEN now() END, 1
            FROM generate_series(1, 20000) tenant""",
            "sync_position", """
            INSERT INTO sync_position (tenant_id, requested_by)
            SELECT 'planned-' || tenant, CASE WHEN tenant < 20 THEN 'operator' END FROM generate_series(1, 20000) tenant""",
            "decision", """
            INSERT INTO decision (tenant_id, number, at, alias, kind, version, digest)
            SELECT 'planned-' || tenant, i, now() - (100000 - i) * interval '1 min', gen_random_uuid(),
                   CASE WHEN i % 50 = 0 THEN 'OVERRIDDEN' WHEN i % 2 = 0 THEN 'WRITTEN' ELSE 'SCORED' END, 'a', '\\x00'
            FROM generate_series(1, 2000) tenant, generate_series(1, CASE WHEN tenant = 1 THEN 50000 ELSE 25 END) i""",
            "audit_entry", """
            INSERT INTO audit_entry (tenant_id, recorded_at, actor, action, phase, reference, details)
            SELECT 'planned-' || i % 2000, now(), 'ana', 'training-data', 'BEGUN', 'x', '{}' FROM generate_series(1, 40000) i""",
            // not in the order of time
            "webhook_event", """
            INSERT INTO webhook_event (tenant_id, event_id, received_at, action, done_at)
            SELECT 'planned-' || i % 2000, i, now(), CASE WHEN i % 20 = 0 THEN 'job_updated' ELSE 'application_updated' END,
                   CASE WHEN i % 1000 > 0 THEN now() - random() * interval '30 days' END
            FROM generate_series(1, 100000) i""",
            "wanted_application", """
            INSERT INTO wanted_application (tenant_id, application_id, wanted_at)
            SELECT 'planned-' || i % 2000, i, now() - random() * interval '30 days' FROM generate_series(1, 100000) i""");

    private final SandboxDatabase database;

    private LargeDatabase(SandboxDatabase database) {
        this.database = database;
    }

    static LargeDatabase start() throws SQLException {
        SandboxDatabase database = SandboxDatabase.migrated();
        database.administer(
                "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET max_wal_size = '4GB'", "SELECT pg_reload_conf()");
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String rows : ROWS.values()) {
                statement.execute(rows);
            }
            statement.execute("ANALYZE " + String.join(", ", ROWS.keySet()));
        }
        return new LargeDatabase(database);
    }

    Connection connect() throws SQLException {
        return database.dataSource().getConnection();
    }

    /** A table or partition that must not be read completely. */
    static boolean isBig(String relation) {
        return ROWS.keySet().stream().anyMatch(table -> relation.matches(table + "(_\\d+)?"));
    }

    @Override
    public void close() {
        database.close();
    }
}
