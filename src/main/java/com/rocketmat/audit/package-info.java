/**
 * The append-only log of what was done with tenants and their data: actions of callers, refusals, exports.
 *
 * <p>May use: access, problem, tenant, tenant.scope.
 */
package com.rocketmat.audit;
