/**
 * Harvest v3 (OAuth) behind the port.
 *
 * <p>May use: harvest, harvest.call, harvest.row, tenant.settings.
 */
package com.rocketmat.harvest.v3;
