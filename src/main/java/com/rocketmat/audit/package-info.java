/**
 * The room of the append-only decision log and its export.
 *
 * <p>In: decisions, as ids and values. Out: the log. May use: tenant.
 */
package com.rocketmat.audit;
