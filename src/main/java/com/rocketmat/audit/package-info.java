/**
 * The append-only log of what was done with tenants and their data: every action of a caller, whatever resource it went through, every
 * refusal, and exports of training data.
 *
 * <p>In: calls as they are answered, and events of {@code tenant}, as ids and counts. Out: the log. May use: problem, tenant.
 */
package com.rocketmat.audit;
