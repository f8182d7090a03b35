/**
 * The scores, which are also the outbox of writes; statistics, and comparisons of versions.
 *
 * <p>May use: access, decision, harvest.row, model.upload, problem, tenant, tenant.scope.
 */
package com.rocketmat.score;
