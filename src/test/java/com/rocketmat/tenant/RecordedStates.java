package com.rocketmat.tenant;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The real states over rows in memory. */
final class RecordedStates extends TenantStates {

    private final Map<TenantId, Tenant> rows = new ConcurrentHashMap<>();
    private TenantId failing;
    private int reads;

    RecordedStates() {
        super(new FixedClock());
    }

    void put(TenantId tenant, TenantState state) {
        rows.put(tenant, row(tenant, state));
    }

    /** State and reason. */
    String of(TenantId tenant) {
        Standing standing = standing(tenant);
        return standing.state() + (standing.reason() == null ? "" : " " + standing.reason());
    }

    int reads() {
        return reads;
    }

    /** The database fails for this tenant, or for none. */
    void failFor(TenantId tenant) {
        failing = tenant;
    }

    @Override
    Optional<Tenant> row(TenantId tenant) {
        reads++;
        if (tenant.equals(failing)) {
            throw new IllegalStateException("the database is away");
        }
        return Optional.ofNullable(rows.get(tenant));
    }

    @Override
    Optional<Tenant> locked(TenantId tenant) {
        return row(tenant);
    }

    @Override
    public RunPermission permission(TenantId tenant) {
        return row(tenant)
                .map(row -> RunPermission.of(row.state, row.paused, false))
                .orElse(RunPermission.DENIED);
    }

    @Override
    boolean appear(TenantId tenant) {
        return rows.putIfAbsent(tenant, row(tenant, TenantState.STOPPED)) == null;
    }

    /** As the database has it. */
    static Tenant row(TenantId tenant, TenantState state) {
        Tenant row = new Tenant();
        row.tenantId = tenant.value();
        row.state = state;
        row.since = new FixedClock().instant();
        return row;
    }

    @Override
    Set<TenantId> notStopped() {
        return rows.values().stream()
                .filter(row -> row.state != TenantState.STOPPED)
                .map(Tenant::id)
                .collect(Collectors.toSet());
    }
}
