/**
 * Operators and their tokens, and which tenants each of them may reach.
 *
 * <p>May use: problem, tenant.scope, tenant.vault.
 */
package com.rocketmat.access;
