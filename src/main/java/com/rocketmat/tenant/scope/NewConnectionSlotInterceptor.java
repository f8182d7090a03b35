package com.rocketmat.tenant.scope;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

@Transactional(TxType.REQUIRES_NEW)
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 160)
final class NewConnectionSlotInterceptor {

    private final ConnectionsOfCalls connections;

    NewConnectionSlotInterceptor(ConnectionsOfCalls connections) {
        this.connections = connections;
    }

    @AroundInvoke
    Object within(InvocationContext call) throws Exception {
        return connections.within(call);
    }
}
