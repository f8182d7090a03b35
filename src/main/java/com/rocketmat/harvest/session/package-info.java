/**
 * One session a tenant, and the rate windows that are kept in the database.
 *
 * <p>May use: harvest, harvest.call, harvest.v1, harvest.v3, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.harvest.session;
