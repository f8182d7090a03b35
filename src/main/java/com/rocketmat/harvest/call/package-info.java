/**
 * One HTTP call to Greenhouse: rate budget, retries, the server's clock, the log of the wire, attachment files.
 *
 * <p>May use: harvest, tenant.settings.
 */
package com.rocketmat.harvest.call;
