/**
 * Candidates' rights: erasure, objection, access, merges; and what is deleted when its time is over.
 *
 * <p>May use: audit, decision, decision.seal, feature, harvest, harvest.advice, harvest.session, privacy.words, problem, score, score.write, tenant, tenant.scope,
 * tenant.settings, tenant.state.
 */
package com.rocketmat.privacy;
