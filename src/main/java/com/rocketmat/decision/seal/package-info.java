/**
 * Seals the feature values of decisions with a key for each application, and opens them to compute a score again.
 *
 * <p>May use: decision, feature, model, model.manifest, model.runtime, problem, table, tenant, tenant.scope, tenant.settings, tenant.state,
 * tenant.vault.
 */
package com.rocketmat.decision.seal;
