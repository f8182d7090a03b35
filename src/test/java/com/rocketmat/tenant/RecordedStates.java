package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.tenant.state.Tenant;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import com.rocketmat.tenant.state.TenantStatus;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The real states over rows in memory. */
public final class RecordedStates extends TenantStates {

    private final Map<TenantId, Tenant> rows = new ConcurrentHashMap<>();
    private TenantId failing;
    private boolean listsFail;
    private int reads;

    public RecordedStates() {
        super(new FixedClock());
    }

    void put(TenantId tenant, TenantState state) {
        rows.put(tenant, row(tenant, state));
    }

    @Override
    public long purge(TenantId tenant) {
        return rows.remove(tenant) == null ? 0 : 1;
    }

    /** State and reason. */
    public String of(TenantId tenant) {
        TenantStatus status = standing(tenant);
        return status.state() + (status.reason() == null ? "" : " " + status.reason());
    }

    int reads() {
        return reads;
    }

    /** The database fails for this tenant, or for none. */
    void failFor(TenantId tenant) {
        failing = tenant;
    }

    @Override
    public Optional<Tenant> row(TenantId tenant) {
        reads++;
        if (tenant.equals(failing)) {
            throw new IllegalStateException(new SQLException("the database is away", "08006"));
        }
        return Optional.ofNullable(rows.get(tenant));
    }

    @Override
    public Optional<Tenant> locked(TenantId tenant) {
        return row(tenant);
    }

    @Override
    public RunPermission permission(TenantId tenant) {
        return row(tenant).map(row -> RunPermission.of(row.state, false)).orElse(RunPermission.DENIED);
    }

    @Override
    public boolean appear(TenantId tenant) {
        return rows.putIfAbsent(tenant, row(tenant, TenantState.STOPPED)) == null;
    }

    /** As in the database. */
    public static Tenant row(TenantId tenant, TenantState state) {
        Tenant row = new Tenant();
        row.tenantId = tenant.value();
        row.state = state;
        row.since = new FixedClock().instant();
        return row;
    }

    void listsFail(boolean whether) {
        listsFail = whether;
    }

    @Override
    public Set<TenantId> ids() {
        if (listsFail) {
            throw new IllegalStateException("the database is away");
        }
        return Set.copyOf(rows.keySet());
    }

    @Override
    public Set<TenantId> notStopped() {
        if (listsFail) {
            throw new IllegalStateException("the database is away");
        }
        return rows.values().stream()
                .filter(row -> row.state != TenantState.STOPPED)
                .map(Tenant::id)
                .collect(Collectors.toSet());
    }
}
