package com.rocketmat.tenant.scope;

import java.lang.ScopedValue.CallableOp;

/**
 * The right to work for a tenant, as one slice has it until another slice takes it. While it is held, each change of the tenant's rows
 * is refused by PostgreSQL once the token is not the latest, in the same transaction (V13).
 *
 * @param token grows with each lease, of whichever tenant
 */
public record Lease(TenantId tenant, long token) {

    private static final ScopedValue<Lease> PRESENT = ScopedValue.newInstance();

    /** Does something under this lease, on this thread. */
    public <R, X extends Throwable> R hold(CallableOp<R, X> work) throws X {
        return ScopedValue.where(PRESENT, this).call(work);
    }

    /** What a connection that works in the present scope is told: the token, or nothing where no lease is held. */
    static String tokenFor(String scope) {
        return PRESENT.isBound() && PRESENT.get().tenant().value().equals(scope)
                ? String.valueOf(PRESENT.get().token())
                : "";
    }
}
