/**
 * The registry that reconciles Vault with what runs, and a tenant as operators see it: resource, search, purge.
 *
 * <p>May use: access, problem, tenant.scope, tenant.settings, tenant.state, tenant.vault.
 */
package com.rocketmat.tenant;
