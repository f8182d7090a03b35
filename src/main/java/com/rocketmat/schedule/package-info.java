/**
 * Which tenant is due, on which replica, and when it runs next: db-scheduler behind one interface, and the drain at shutdown.
 *
 * <p>May use: problem, sync, sync.run, tenant, tenant.scope, tenant.settings, tenant.state, tenant.vault.
 */
package com.rocketmat.schedule;
