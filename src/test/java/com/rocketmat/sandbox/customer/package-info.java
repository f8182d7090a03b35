/**
 * Customers with models and applicants, and the scores that they are to get.
 *
 * <p>May use: sandbox.greenhouse, sandbox.greenhouse.fault, sandbox.greenhouse.organisation, sandbox.stack.
 */
package com.rocketmat.sandbox.customer;
