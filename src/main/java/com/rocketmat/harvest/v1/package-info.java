/**
 * Harvest v1 (API key) behind the port; with the day on which Greenhouse ends it, this folder goes.
 *
 * <p>May use: harvest, harvest.call, harvest.row, tenant.settings.
 */
package com.rocketmat.harvest.v1;
