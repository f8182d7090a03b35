/**
 * Versions of models: storage, states, cache, import from a directory, and scoring with reasons.
 *
 * <p>May use: access, feature, model.manifest, model.reasons, model.runtime, model.upload, problem, tenant, tenant.scope, tenant.settings,
 * tenant.state.
 */
package com.rocketmat.model;
