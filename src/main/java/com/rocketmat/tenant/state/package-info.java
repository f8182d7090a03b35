/**
 * States of the tenants and their transitions: pauses, claims, events.
 *
 * <p>May use: problem, tenant.scope, tenant.settings, tenant.vault.
 */
package com.rocketmat.tenant.state;
