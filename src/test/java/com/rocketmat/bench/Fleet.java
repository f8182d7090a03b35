package com.rocketmat.bench;

import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** Very many tenants with the same model. */
final class Fleet {

    /** Number of concurrent writes to Vault. */
    private static final int AT_ONCE = 8;

    private static final List<String> OF_A_MODEL = List.of("""
            INSERT INTO model_version (tenant_id, version, name, manifest, file_sha256, state, uploaded_at, activated_at, checks, reference_row,
                                       resident_bytes, batch_millis)
            SELECT t, version, name, manifest, file_sha256, state, uploaded_at, activated_at, checks, reference_row, resident_bytes, batch_millis
            FROM model_version, unnest(?) t WHERE tenant_id = ?""", """
            INSERT INTO model_file (tenant_id, version, content)
            SELECT t, version, content FROM model_file, unnest(?) t WHERE tenant_id = ?""");

    private Fleet() {}

    /** Copies another tenant's model to them without a trial for each, which would take a process per tenant. */
    static void giveModelOf(String other, SandboxStack stack, Collection<Organisation> organisations) {
        try (Connection connection = stack.database().dataSource().getConnection()) {
            for (String sql : OF_A_MODEL) {
                try (PreparedStatement copy = connection.prepareStatement(sql)) {
                    String[] names =
                            organisations.stream().map(Organisation::name).toArray(String[]::new);
                    copy.setArray(1, connection.createArrayOf("text", names));
                    copy.setString(2, other);
                    copy.executeUpdate();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the secret of each. */
    static void join(SandboxStack stack, Collection<Organisation> organisations, Map<String, String> settings) {
        Semaphore width = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            organisations.forEach(organisation -> threads.execute(() -> {
                width.acquireUninterruptibly();
                try {
                    stack.addTenant(organisation.name(), settings);
                } finally {
                    width.release();
                }
            }));
        }
    }

    /** As if all tenants with a model had run before: a replica that starts finds nothing new and nothing to do. */
    static void knownAndNotDue(SandboxStack stack) {
        stack.database().execute("""
                INSERT INTO tenant (tenant_id, state, since, secret_version)
                SELECT tenant_id, 'ACTIVE', now(), 1 FROM model_version ON CONFLICT DO NOTHING""", """
                INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                SELECT 'tenant-sync', tenant_id, now() + interval '1 year', false, 1 FROM model_version
                ON CONFLICT DO NOTHING""");
    }
}
