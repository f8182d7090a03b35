package com.rocketmat.tenant.scope;

import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The transactions of this bean work on the rows of the tenant that their method takes first, and on no other's. */
// Quarkus asks for the tenant of a session in an active request only, and a slice is none
@ActivateRequestContext
@InterceptorBinding
@OneScope
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface PerTenant {}
