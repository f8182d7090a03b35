/**
 * Checks a tenant from end to end, without a run.
 *
 * <p>May use: audit, feature, harvest, harvest.advice, harvest.row, harvest.session, model, model.manifest, model.runtime, problem, score,
 * score.write, sync.reading, tenant, tenant.scope, tenant.settings, tenant.state, webhook.
 */
package com.rocketmat.doctor;
