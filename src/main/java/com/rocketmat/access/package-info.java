/**
 * Operators, their tokens, and which tenants each of them may access.
 *
 * <p>May use: problem, tenant.scope, tenant.vault.
 */
package com.rocketmat.access;
