/**
 * Whose rows a transaction may access: tenant ids, the lease, and how connections and sessions learn of them; native statements.
 *
 * <p>May use: problem.
 */
package com.rocketmat.tenant.scope;
