/**
 * Decided applications with their outcomes, as a table to train from.
 *
 * <p>May use: feature, harvest, harvest.advice, harvest.row, harvest.session, model, model.upload, privacy, problem, score, sync.reading,
 * table, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.training;
