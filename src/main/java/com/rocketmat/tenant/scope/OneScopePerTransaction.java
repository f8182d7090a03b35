package com.rocketmat.tenant.scope;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * A transaction that began in one scope cannot be joined from another, not even from all tenants': its session and connection
 * belong to the first.
 */
@OneScope
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 250)
final class OneScopePerTransaction {

    private final TransactionSynchronizationRegistry transaction;

    OneScopePerTransaction(TransactionSynchronizationRegistry transaction) {
        this.transaction = transaction;
    }

    @AroundInvoke
    Object check(InvocationContext call) throws Exception {
        String present = TenantScope.present();
        if (transaction.getTransactionKey() != null) {
            Object begun = transaction.getResource(OneScopePerTransaction.class);
            if (begun == null) {
                transaction.putResource(OneScopePerTransaction.class, present);
            } else if (!begun.equals(present)) {
                throw new IllegalStateException("%s was called for '%s' in a transaction of '%s'"
                        .formatted(call.getMethod().getName(), present, begun));
            }
        }
        return call.proceed();
    }
}
