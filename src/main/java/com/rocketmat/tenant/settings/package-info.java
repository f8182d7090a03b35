/**
 * A tenant's settings: its credential, which no two tenants may share, schedule and mode, parsed from its secret and validated.
 *
 * <p>May use: tenant.scope.
 */
package com.rocketmat.tenant.settings;
