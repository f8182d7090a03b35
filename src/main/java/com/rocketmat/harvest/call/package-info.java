/**
 * One HTTP call to Greenhouse: rate budget, retries, server clock, wire log, attachment files.
 *
 * <p>May use: harvest, harvest.row, tenant.settings.
 */
package com.rocketmat.harvest.call;
