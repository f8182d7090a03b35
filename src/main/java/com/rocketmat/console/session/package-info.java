/**
 * Sessions of the console, and the protection against forms from other sites.
 *
 * <p>May use: access, audit, problem, tenant.scope.
 */
package com.rocketmat.console.session;
