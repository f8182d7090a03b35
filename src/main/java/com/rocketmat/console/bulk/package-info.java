/**
 * The console's actions on all tenants that match a filter, with a preview and a result.
 *
 * <p>May use: access, audit, console, console.element, console.session, doctor, problem, tenant, tenant.scope, tenant.state.
 */
package com.rocketmat.console.bulk;
