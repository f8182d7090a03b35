/**
 * The run log, the position of each tenant, and who asked for a run.
 *
 * <p>May use: harvest, harvest.row, problem, score, score.write, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.sync.run;
