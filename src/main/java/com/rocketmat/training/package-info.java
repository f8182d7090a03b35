/**
 * Reads decided applications with their outcomes, and exports them as a table to train from.
 *
 * <p>May use: feature, harvest, harvest.advice, harvest.row, harvest.session, model, model.upload, privacy, problem, score, sync.reading,
 * table, tenant, tenant.scope, tenant.settings, training.fit.rows.
 */
package com.rocketmat.training;
