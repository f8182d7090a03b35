/**
 * The room of Greenhouse's Harvest API: typed REST clients, tokens, cursor paging, rate budget, row records, sealed failures.
 *
 * <p>In: a tenant's settings. Out: rows as records, and the one write there is. Raw HTTP happens here only. May use: tenant.
 */
package com.rocketmat.harvest;
