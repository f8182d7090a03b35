/**
 * Greenhouse's webhooks: the one address that takes calls of strangers, the queue of what they name, and what is done about it.
 *
 * <p>May use: privacy, problem, sync.reading, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.webhook;
