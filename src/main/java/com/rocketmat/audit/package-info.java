/**
 * The append-only log of callers' actions, refusals and exports.
 *
 * <p>May use: access, problem, tenant, tenant.scope.
 */
package com.rocketmat.audit;
