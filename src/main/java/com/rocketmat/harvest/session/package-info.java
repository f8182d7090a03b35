/**
 * One session per tenant, and the stored rate windows.
 *
 * <p>May use: harvest, harvest.call, harvest.v1, harvest.v3, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.harvest.session;
