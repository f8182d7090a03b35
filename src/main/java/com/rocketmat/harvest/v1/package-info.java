/**
 * Harvest v1 (API key) behind the port; to be deleted when Greenhouse ends it.
 *
 * <p>May use: harvest, harvest.call, harvest.row, tenant.settings.
 */
package com.rocketmat.harvest.v1;
