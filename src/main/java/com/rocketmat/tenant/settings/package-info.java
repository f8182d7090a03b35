/**
 * What a tenant's secret says: its credential, schedule and mode, parsed and checked.
 *
 * <p>May use: tenant.scope.
 */
package com.rocketmat.tenant.settings;
