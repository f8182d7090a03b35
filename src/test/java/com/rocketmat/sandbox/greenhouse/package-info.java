/**
 * A simulator of the Greenhouse Harvest API on the loopback interface or without a socket, based on what is known of the real one:
 * one address for all its servers, and faults on the way to them.
 *
 * <p>May use: sandbox.greenhouse.fault, sandbox.greenhouse.organisation, sandbox.greenhouse.switches, sandbox.greenhouse.token,
 * sandbox.greenhouse.v1, sandbox.greenhouse.v3, sandbox.greenhouse.webhook, sandbox.greenhouse.wire.
 */
package com.rocketmat.sandbox.greenhouse;
