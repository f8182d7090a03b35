/**
 * The score row, which is also the outbox; figures, and comparisons of versions.
 *
 * <p>May use: access, harvest.row, problem, tenant, tenant.scope, tenant.state.
 */
package com.rocketmat.score;
