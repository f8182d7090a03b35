/**
 * States of the tenants and their transitions: pauses, claims, events.
 *
 * <p>May use: access, problem, tenant.scope, tenant.settings, tenant.vault.
 */
package com.rocketmat.tenant.state;
