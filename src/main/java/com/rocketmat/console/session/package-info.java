/**
 * Sessions of the console, and protection against forms of other sites.
 *
 * <p>May use: access, audit, problem, tenant.scope.
 */
package com.rocketmat.console.session;
