package com.rocketmat.tenant.scope;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Opens the scope of {@link AcrossTenants} before the transaction begins. */
@AcrossTenants
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 140)
final class AcrossTenantsInterceptor {

    @AroundInvoke
    Object open(InvocationContext call) throws Exception {
        return TenantScope.<Object, Exception>ofAllTenants(call::proceed);
    }
}
