package com.rocketmat.tenant.scope;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Opens the scope of {@link PerTenant}, from before the transaction begins until it has committed. */
@PerTenant
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 150)
final class PerTenantInterceptor {

    @AroundInvoke
    Object open(InvocationContext call) throws Exception {
        return call.getParameters().length > 0 && call.getParameters()[0] instanceof TenantId tenant
                ? TenantScope.<Object, Exception>of(tenant, call::proceed)
                : call.proceed();
    }
}
