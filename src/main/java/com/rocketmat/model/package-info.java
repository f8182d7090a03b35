/**
 * Versions of models: store, states, cache, import from a directory; scores a batch with its reasons.
 *
 * <p>May use: access, feature, model.manifest, model.reasons, model.runtime, model.upload, problem, tenant, tenant.scope, tenant.settings,
 * tenant.state.
 */
package com.rocketmat.model;
