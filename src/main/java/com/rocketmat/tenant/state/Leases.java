package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.Lease;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Optional;

/** Grants leases: the scheduler gives a tenant to one replica, but a replica that stalled would not notice that it lost it. */
@TenantRows
public class Leases {

    private static final String CLAIM = """
            WITH taken AS (INSERT INTO lease (tenant_id) VALUES (?1)
                ON CONFLICT (tenant_id) DO UPDATE SET token = DEFAULT, since = now() RETURNING token)
            SELECT taken.token, coalesce(t.beneath, t.state, 'STOPPED') AS state, coalesce(t.paused, false) AS held, t.reason IS NOT NULL AS remarked, t.secret_version, s.paused AS all_paused
            FROM taken CROSS JOIN kill_switch s LEFT JOIN tenant t ON t.tenant_id = ?1""";

    private final Sql sql;

    public Leases(Sql sql) {
        this.sql = sql;
    }

    /**
     * Ends the previous lease, after any transaction of its holder. The same statement returns what the slice needs to know: with
     * thousands of idle tenants, these queries are most of the work.
     */
    @WithSpan("claim")
    public Claim claim(TenantId tenant, Mode mode) {
        Tuple row = sql.value(CLAIM, Tuple.class, tenant);
        Lease lease = new Lease(tenant, row.get("token", Long.class));
        StateTransitions condition = new StateTransitions(
                TenantState.valueOf(row.get("state", String.class)), row.get("held", Boolean.class));
        return Claim.of(
                lease,
                condition,
                row.get("remarked", Boolean.class),
                row.get("all_paused", Boolean.class),
                mode,
                Optional.ofNullable(row.get("secret_version", Long.class)));
    }

    @Transactional(TxType.REQUIRES_NEW)
    public boolean held(TenantId tenant, Lease lease) {
        return sql.value(
                        "SELECT count(*) FROM lease WHERE tenant_id = ?1 AND token = ?2",
                        Long.class,
                        tenant,
                        lease.token())
                == 1;
    }

    /** Deleted before other rows: a slice that hangs may continue, and without its lease its changes are refused. */
    void on(@Observes @Priority(TenantPurge.FENCE) TenantPurge purge) {
        purge.delete("lease");
    }
}
