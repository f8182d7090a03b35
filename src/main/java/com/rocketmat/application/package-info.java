/**
 * One application: what is known of it, what Greenhouse shows now, and why it has the score it has, or none, in words.
 *
 * <p>May use: audit, decision, harvest, harvest.advice, harvest.row, harvest.session, model, privacy, privacy.words, problem, score, sync,
 * sync.run, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.application;
