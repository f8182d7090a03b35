/**
 * Seals the feature values of decisions under keys of the applications' own, and opens them to repeat a score.
 *
 * <p>May use: decision, feature, model, model.manifest, model.runtime, problem, table, tenant, tenant.scope, tenant.settings, tenant.state,
 * tenant.vault.
 */
package com.rocketmat.decision.seal;
