/**
 * States of the tenants and what leads from one to the other: pauses, claims, events.
 *
 * <p>May use: access, problem, tenant.scope, tenant.settings, tenant.vault.
 */
package com.rocketmat.tenant.state;
