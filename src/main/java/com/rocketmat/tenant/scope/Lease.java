package com.rocketmat.tenant.scope;

import java.lang.ScopedValue.CallableOp;

/**
 * The right to work for a tenant, held by one slice until another slice takes it. PostgreSQL refuses each change of the tenant's
 * rows, in the same transaction, if the token is not the latest.
 *
 * @param token increases with each lease, across tenants
 */
public record Lease(TenantId tenant, long token) {

    private static final ScopedValue<Lease> PRESENT = ScopedValue.newInstance();

    /** Runs an action under this lease, on this thread. */
    public <R, X extends Throwable> R hold(CallableOp<R, X> work) throws X {
        return ScopedValue.where(PRESENT, this).call(work);
    }

    /** The value for connections in the current scope: the token, or an empty string without a lease. */
    static String tokenFor(String scope) {
        return PRESENT.isBound() && PRESENT.get().tenant().value().equals(scope)
                ? String.valueOf(PRESENT.get().token())
                : "";
    }
}
