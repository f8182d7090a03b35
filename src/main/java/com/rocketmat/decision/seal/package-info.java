/**
 * Seals the feature values of decisions under keys of the candidates' own, and opens them to repeat a score.
 *
 * <p>May use: feature, tenant.scope, tenant.state, tenant.vault.
 */
package com.rocketmat.decision.seal;
