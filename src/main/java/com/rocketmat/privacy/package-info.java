/**
 * Candidates' rights and what is deleted and when: erasure, objection, access, merges, retention.
 *
 * <p>May use: audit, harvest, harvest.advice, harvest.session, privacy.words, problem, score, score.write, tenant, tenant.scope,
 * tenant.settings, tenant.state.
 */
package com.rocketmat.privacy;
