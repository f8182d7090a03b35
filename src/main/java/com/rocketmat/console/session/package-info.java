/**
 * Who is signed in to the console, from where, and what a browser may send. May use: access, problem, tenant.scope.
 */
package com.rocketmat.console.session;
