/**
 * The room of the tenants: tenant id, settings parsed from the Vault secret, the registry that reconciles Vault with what runs,
 * states with reason and remedy, operators' tokens and the tenant resource.
 *
 * <p>In: secrets from Vault. Out: {@code TenantSettings} to whoever works for a tenant, and {@code TenantChange} events. Other
 * rooms add to a tenant's view through {@code TenantDetail}. May use: nothing.
 */
package com.rocketmat.tenant;
