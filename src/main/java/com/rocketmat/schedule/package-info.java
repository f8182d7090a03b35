/**
 * Which tenant is due, on which replica, and when it runs next; which training runs where: db-scheduler, and the drain at shutdown.
 *
 * <p>May use: problem, replica, sync, sync.run, tenant, tenant.scope, tenant.settings, tenant.state, tenant.vault,
 * training.job.
 */
package com.rocketmat.schedule;
