/**
 * The run log, the position of each tenant, and requests for runs.
 *
 * <p>May use: harvest, harvest.row, problem, score, score.write, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.sync.run;
