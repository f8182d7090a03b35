package com.rocketmat.tenant.scope;

import java.lang.ScopedValue.CallableOp;

/**
 * Whose rows the current unit of work may access: those of one tenant or, if requested explicitly, of all tenants. Hibernate
 * filters by it and PostgreSQL enforces it; without a scope, nothing is read or written.
 */
public final class TenantScope {

    /** No tenant can have this name: ids do not contain this character. */
    static final String ALL_TENANTS = "*";

    static final String NO_TENANT = "";

    private static final ScopedValue<String> PRESENT = ScopedValue.newInstance();

    private TenantScope() {}

    public static <R, X extends Throwable> R of(TenantId tenant, CallableOp<R, X> work) throws X {
        return ScopedValue.where(PRESENT, tenant.value()).call(work);
    }

    static <R, X extends Throwable> R ofAllTenants(CallableOp<R, X> work) throws X {
        return ScopedValue.where(PRESENT, ALL_TENANTS).call(work);
    }

    /** A tenant's id, {@link #ALL_TENANTS} or {@link #NO_TENANT}. */
    static String present() {
        return PRESENT.orElse(NO_TENANT);
    }
}
