/**
 * Writes waiting scores to Greenhouse: fresh rows, one PATCH each, checks that nothing else was changed.
 *
 * <p>May use: harvest, harvest.advice, harvest.row, problem, score, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.score.write;
