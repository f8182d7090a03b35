/**
 * Candidates' rights and what is deleted and when: erasure, objection, access, merges, retention.
 *
 * <p>May use: audit, privacy.words, problem, score, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.privacy;
