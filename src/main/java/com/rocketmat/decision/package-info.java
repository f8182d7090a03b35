/**
 * The decision log: decisions about applications and candidates, in a chain of digests that reveals every change.
 *
 * <p>May use: feature, model.upload, problem, table, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.decision;
