/**
 * The console's pages about all tenants and replicas: versions of models, the audit log, status.
 *
 * <p>May use: access, audit, console, console.element, console.session, model, problem, replica, tenant.
 */
package com.rocketmat.console.fleet;
