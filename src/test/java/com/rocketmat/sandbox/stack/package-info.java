/**
 * PostgreSQL, Vault, simulator and application together, and the operators, identity providers and kills that tests bring to them.
 *
 * <p>May use: problem, sandbox.database, sandbox.greenhouse, sandbox.greenhouse.fault, sandbox.greenhouse.organisation, sandbox.process,
 * sandbox.vault.
 */
package com.rocketmat.sandbox.stack;
