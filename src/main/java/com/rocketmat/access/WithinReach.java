package com.rocketmat.access;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The address of this method names no tenant, and what it answers has nothing of tenants out of the caller's {@link Reach}. A method
 * without it, and without {@code {tenant}} in its address, refuses callers who are restricted to some tenants.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface WithinReach {}
