/**
 * HTTP calls to Greenhouse: rate budget, retries, server clock, lists page by page, wire log, attachment files.
 *
 * <p>May use: harvest, harvest.row, tenant.settings.
 */
package com.rocketmat.harvest.call;
