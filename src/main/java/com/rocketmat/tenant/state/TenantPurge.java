package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;

/**
 * Event, fired in one transaction before the tenant's rows are deleted: who must be first deletes its own, or refuses with an
 * exception. {@link TenantChange.Stopped} clears memory.
 */
public final class TenantPurge {

    /** Observers with this priority run first: the schedule, which may refuse, and then the lease. */
    public static final int SCHEDULE = 1;

    static final int FENCE = 2;

    /** And then what calls about people lock before they record anything: it is there by now, or finds no tenant any more. */
    public static final int PEOPLE = 3;

    private static final String TABLES = """
            SELECT CAST(relname AS text) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
            WHERE relkind IN ('r', 'p') AND NOT relispartition AND attname = 'tenant_id'
              AND relnamespace = CAST(current_schema() AS regnamespace)
            ORDER BY relname""";

    private final TenantId tenant;
    private final Sql sql;
    private long rows;

    public TenantPurge(TenantId tenant, Sql sql) {
        this.tenant = tenant;
        this.sql = sql;
    }

    public TenantId tenant() {
        return tenant;
    }

    /** Deletes what is left of the tenant: a table that is new is among them by its column. */
    public void deleteAll() {
        sql.list(TABLES, String.class).forEach(this::delete);
    }

    public void delete(String table) {
        deleteWhere("tenant_id", table);
    }

    public void deleteWhere(String column, String table) {
        deleted(sql.update("DELETE FROM %s WHERE %s = ?1".formatted(table, column), tenant));
    }

    /** Counts rows that an observer deleted itself. */
    public void deleted(long more) {
        rows += more;
    }

    public long rows() {
        return rows;
    }
}
