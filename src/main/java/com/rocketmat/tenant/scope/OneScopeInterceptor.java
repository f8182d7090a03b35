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
final class OneScopeInterceptor {

    private final TransactionSynchronizationRegistry transaction;

    OneScopeInterceptor(TransactionSynchronizationRegistry transaction) {
        this.transaction = transaction;
    }

    @AroundInvoke
    Object check(InvocationContext call) throws Exception {
        String present = TenantScope.present();
        if (transaction.getTransactionKey() != null) {
            Object begun = transaction.getResource(OneScopeInterceptor.class);
            if (begun == null) {
                transaction.putResource(OneScopeInterceptor.class, present);
            } else if (!begun.equals(present)) {
                throw new IllegalStateException("%s was called for '%s' in a transaction of '%s'"
                        .formatted(call.getMethod().getName(), present, begun));
            }
        }
        return call.proceed();
    }
}
