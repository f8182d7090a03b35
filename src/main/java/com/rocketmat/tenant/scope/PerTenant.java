package com.rocketmat.tenant.scope;

import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Transactions of this bean are limited to the rows of the tenant in the method's first parameter. */
// Quarkus resolves a session's tenant only in an active request, which a slice is not
@ActivateRequestContext
@InterceptorBinding
@OneScope
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface PerTenant {}
