/**
 * The append-only log of what was done with tenants' data, and its export. So far exports of training data stand in it.
 *
 * <p>In: events of {@code tenant}, as ids and counts. Out: the log. May use: tenant.
 */
package com.rocketmat.audit;
