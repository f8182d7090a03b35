/**
 * Reconciles Vault with the running tenants, and shows tenants to operators: resource, search, purge.
 *
 * <p>May use: access, problem, tenant.scope, tenant.settings, tenant.state, tenant.vault.
 */
package com.rocketmat.tenant;
