package com.rocketmat.tenant.scope;

import java.lang.ScopedValue.CallableOp;

/**
 * Whose rows the present unit of work may touch: one tenant's, or, said out loud, everybody's. Hibernate filters by it and
 * PostgreSQL refuses what is not in it; without one, nothing is read or written.
 */
public final class TenantScope {

    /** No tenant is called so: an id has no such letter. */
    static final String EVERYBODY = "*";

    static final String NOBODY = "";

    private static final ScopedValue<String> PRESENT = ScopedValue.newInstance();

    private TenantScope() {}

    /** Works on one tenant's rows. */
    public static <R, X extends Throwable> R of(TenantId tenant, CallableOp<R, X> work) throws X {
        return ScopedValue.where(PRESENT, tenant.value()).call(work);
    }

    /** Works on the rows of all tenants: counts and lists for operators. */
    static <R, X extends Throwable> R ofEverybody(CallableOp<R, X> work) throws X {
        return ScopedValue.where(PRESENT, EVERYBODY).call(work);
    }

    /** A tenant's id, {@link #EVERYBODY} or {@link #NOBODY}. */
    static String present() {
        return PRESENT.orElse(NOBODY);
    }
}
