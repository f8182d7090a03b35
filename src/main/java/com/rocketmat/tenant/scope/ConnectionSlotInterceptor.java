package com.rocketmat.tenant.scope;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** The interceptor waits for a free slot before the transaction begins. */
@Transactional(TxType.REQUIRED)
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 160)
final class ConnectionSlotInterceptor {

    private final ConnectionsOfCalls connections;

    ConnectionSlotInterceptor(ConnectionsOfCalls connections) {
        this.connections = connections;
    }

    @AroundInvoke
    Object within(InvocationContext call) throws Exception {
        return connections.within(call);
    }
}
