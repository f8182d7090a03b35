package com.rocketmat.harvest.session;

import com.rocketmat.harvest.RateWindow;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Stores each tenant's rate window in the database for the next replica; its times are Greenhouse's. */
@TenantRows
public class Budgets {

    private static final String OF =
            "SELECT call_limit, remaining, window_seconds, window_end FROM harvest_budget WHERE tenant_id = ?1";

    /** One statement, because every slice ends with it. It waits for a purge under way, and leaves no row behind it. */
    private static final String SAVE = """
            INSERT INTO harvest_budget (tenant_id, call_limit, remaining, window_seconds, window_end)
            SELECT tenant_id, ?2, ?3, ?4, ?5 FROM tenant WHERE tenant_id = ?1 FOR KEY SHARE
            ON CONFLICT (tenant_id) DO UPDATE SET call_limit = ?2, remaining = ?3, window_seconds = ?4, window_end = ?5""";

    private final Sql sql;

    Budgets(Sql sql) {
        this.sql = sql;
    }

    public Optional<RateWindow> load(TenantId tenant) {
        return sql.find(
                OF,
                row -> new RateWindow(
                        row.get(0, Integer.class),
                        row.get(1, Integer.class),
                        Duration.ofSeconds(row.get(2, Long.class)),
                        row.get(3, Instant.class)),
                tenant);
    }

    public void save(TenantId tenant, RateWindow snapshot) {
        sql.update(
                SAVE,
                tenant,
                snapshot.limit(),
                snapshot.remaining(),
                snapshot.length().toSeconds(),
                snapshot.end());
    }
}
