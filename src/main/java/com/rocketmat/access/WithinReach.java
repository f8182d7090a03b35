package com.rocketmat.access;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method whose address names no tenant and whose answer is limited to the caller's {@link Reach}. Methods without this
 * annotation and without {@code {tenant}} in their address refuse callers that are restricted to some tenants.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface WithinReach {}
