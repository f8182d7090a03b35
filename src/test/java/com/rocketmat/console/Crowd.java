package com.rocketmat.console;

import com.rocketmat.sandbox.database.SandboxDatabase;

/**
 * Rows of ten thousand tenants with models and scores. They have no secret, so they never run, and none is due. Those whose id ends in 8
 * have no scores.
 */
final class Crowd implements AutoCloseable {

    static final int TENANTS = 10_000;
    static final int BLOCKED = 40;

    private static final String[] TABLES = {"score", "run", "model_version", "scheduled_tasks", "tenant"};

    private final SandboxDatabase database;

    private Crowd(SandboxDatabase database) {
        this.database = database;
    }

    static Crowd in(SandboxDatabase database) {
        Crowd crowd = new Crowd(database);
        database.execute(
                """
                INSERT INTO tenant (tenant_id, state, since, reason, remedy, paused)
                SELECT 'crowd-' || to_char(i, 'FM00000'), CASE WHEN i %% 250 = 0 THEN 'BLOCKED' WHEN i %% 100 = 1 THEN 'INVALID'
                       WHEN i %% 50 = 2 THEN 'DRY_RUN' ELSE 'ACTIVE' END, now() - i * interval '1 min',
                       CASE WHEN i %% 250 = 0 THEN 'the score field is archived' WHEN i %% 100 = 1 THEN 'colour: unknown key' END,
                       CASE WHEN i %% 250 = 0 THEN 'make it active again' END, false
                FROM generate_series(1, %d) i""".formatted(TENANTS), """
                INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                SELECT 'tenant-sync', tenant_id, now() + interval '1 day', false, 1 FROM tenant WHERE tenant_id LIKE 'crowd-%'""", """
                INSERT INTO model_version (tenant_id, version, name, manifest, file_sha256, state, uploaded_at, activated_at, checks, reference_row, resident_bytes, batch_millis)
                SELECT tenant_id, repeat('a', 64), 'a', '{}', 'f', 'ACTIVE', now(), now(), '[]', '{}', 1, 1 FROM tenant WHERE tenant_id LIKE 'crowd-%'""", """
                INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, scored_at, written_at)
                SELECT tenant_id, i, repeat('a', 64), i, (i * 7) % 100, CASE WHEN i % 20 = 10 THEN 'PENDING' ELSE 'WRITTEN' END,
                       now() - i * interval '1 hour', CASE WHEN i % 20 <> 10 THEN now() - i * interval '1 hour' END
                FROM tenant, unnest(ARRAY[0, 7, 10, 18, 30]) i WHERE tenant_id LIKE 'crowd-%' AND tenant_id NOT LIKE '%8'""", "ANALYZE score, tenant, scheduled_tasks, model_version");
        return crowd;
    }

    /** Number of tenants, including others, with scores written in the 24 hours that the page shows. */
    long writers() {
        return count("count(DISTINCT tenant_id)", "");
    }

    /** Number of a tenant's scores that were written in these hours. */
    long written(String tenant) {
        return count("count(*)", " AND tenant_id = '" + tenant + "'");
    }

    private long count(String what, String more) {
        return database.count("SELECT " + what + " FROM score"
                + " WHERE written_at >= date_trunc('hour', now(), 'UTC') - interval '23 hours'" + more);
    }

    private static String key(String table) {
        return table.equals("scheduled_tasks") ? "task_instance" : "tenant_id";
    }

    @Override
    public void close() {
        for (String table : TABLES) {
            database.execute("DELETE FROM %s WHERE %s LIKE 'crowd-%%'".formatted(table, key(table)));
        }
    }
}
