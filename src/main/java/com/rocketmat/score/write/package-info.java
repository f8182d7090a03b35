/**
 * Bringing waiting scores to Greenhouse: fresh rows, one PATCH each, proofs that nothing else was touched.
 *
 * <p>May use: harvest, harvest.row, score, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.score.write;
