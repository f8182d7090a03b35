/**
 * The console's page of one application.
 *
 * <p>May use: application, console, console.element, console.session, decision, privacy.words, problem, tenant, tenant.scope.
 */
package com.rocketmat.console.application;
