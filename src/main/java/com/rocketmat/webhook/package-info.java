/**
 * Greenhouse's webhooks: the one address that is open to anyone, the queue of events, and their effects.
 *
 * <p>May use: privacy, problem, sync.reading, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.webhook;
