/**
 * Whose rows a transaction may access: tenant ids, the lease, and how connections and sessions learn of them; native statements.
 *
 * <p>Around a method, from outside to inside: {@code AcrossTenantsInterceptor} or {@code PerTenantInterceptor} sets the scope, {@code
 * ConnectionSlotInterceptor} or {@code NewConnectionSlotInterceptor} waits for a free connection, Quarkus begins the transaction,
 * {@code OneScopeInterceptor} refuses a second scope in it.
 *
 * <p>May use: problem.
 */
package com.rocketmat.tenant.scope;
