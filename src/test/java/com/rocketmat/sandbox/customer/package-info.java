/**
 * Customers with models and applicants, and the scores that they are to get.
 *
 * <p>May use: model, sandbox.greenhouse, sandbox.greenhouse.organisation, sandbox.stack.
 */
package com.rocketmat.sandbox.customer;
