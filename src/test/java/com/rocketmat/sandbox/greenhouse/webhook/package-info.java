/**
 * Deliveries to webhooks, with their signature and retries.
 *
 * <p>May use: sandbox.greenhouse.switches, sandbox.greenhouse.wire.
 */
package com.rocketmat.sandbox.greenhouse.webhook;
