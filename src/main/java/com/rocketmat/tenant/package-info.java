/**
 * The room of the tenants: tenant id, settings parsed from the Vault secret, the registry that reconciles Vault with what runs,
 * states with reason and remedy, pauses, purge, operators' tokens and the tenant resource; whose rows a transaction may touch, which
 * tenants a caller may reach, and the types of the API's problems. Since every room may use it, what several need and none owns is here
 * too, as SHA-256 and pages of lists.
 *
 * <p>In: secrets from Vault. Out: {@code TenantSettings} to whoever works for a tenant, the events {@code TenantChange} and
 * {@code TenantPurge}. Other rooms add to a tenant's view through {@code TenantFacts}. May use: problem.
 */
package com.rocketmat.tenant;
