/**
 * The program of {@code -Psandbox}, and what tests use without a stack: captured logs, settings, fuzzed calls, stand-ins.
 *
 * <p>May use: sandbox.customer, sandbox.database, sandbox.greenhouse, sandbox.greenhouse.fault, sandbox.greenhouse.organisation,
 * sandbox.process, sandbox.stack, sandbox.vault, tenant.scope, tenant.settings.
 */
package com.rocketmat.sandbox;
