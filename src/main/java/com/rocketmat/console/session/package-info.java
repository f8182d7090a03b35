/**
 * Who is signed in to the console, from where, and what a browser may send.
 *
 * <p>May use: access, problem, tenant.scope.
 */
package com.rocketmat.console.session;
