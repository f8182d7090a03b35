/**
 * Trainings as jobs: requests, queue, reading, fitting, checks and cancellation, with their API.
 *
 * <p>May use: decision.seal, feature, harvest, harvest.advice, harvest.row, harvest.session, model, model.manifest, model.upload, privacy, problem, score, tenant, tenant.scope,
 * tenant.settings, tenant.state, training, training.fit, training.fit.report, training.fit.rows.
 */
package com.rocketmat.training.job;
