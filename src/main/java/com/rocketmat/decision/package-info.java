/**
 * The decision log: what was decided about applications and their candidates, in a chain that shows every change.
 *
 * <p>May use: feature, model.upload, problem, table, tenant, tenant.scope, tenant.settings.
 */
package com.rocketmat.decision;
