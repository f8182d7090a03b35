/**
 * The console's actions on all tenants that a filter shows: a preview of who is affected, and what was done.
 *
 * <p>May use: access, audit, console, console.element, console.session, doctor, problem, tenant, tenant.scope, tenant.state.
 */
package com.rocketmat.console.bulk;
