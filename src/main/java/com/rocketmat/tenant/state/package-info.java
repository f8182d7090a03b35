/**
 * States of the tenants and their transitions: pauses, claims, events.
 *
 * <p>May use: problem, tenant.scope, tenant.settings.
 */
package com.rocketmat.tenant.state;
