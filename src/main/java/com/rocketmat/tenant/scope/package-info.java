/**
 * Whose rows a transaction may touch: tenant ids, the lease, and what connections and sessions are told of them.
 *
 * <p>May use: problem.
 */
package com.rocketmat.tenant.scope;
