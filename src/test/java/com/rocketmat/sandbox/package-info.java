/**
 * The service's environment, real where possible: PostgreSQL, Vault, and the packaged application in its own process. {@code
 * -Psandbox} runs it. None of this is in the product.
 *
 * <p>May use: sandbox.customer, sandbox.database, sandbox.greenhouse, sandbox.greenhouse.fault, sandbox.greenhouse.organisation,
 * sandbox.process, sandbox.stack, sandbox.vault.
 */
package com.rocketmat.sandbox;
