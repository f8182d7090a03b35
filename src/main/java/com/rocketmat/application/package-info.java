/**
 * Reports on one application: its score or why it has none, and its current state in Greenhouse, in words.
 *
 * <p>May use: audit, decision, harvest, harvest.advice, harvest.row, harvest.session, model, privacy, privacy.words, problem, score, sync,
 * sync.run, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.application;
