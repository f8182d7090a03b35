/**
 * The console's page of one application.
 *
 * <p>May use: application, console, console.session, privacy.words, problem, tenant.
 */
package com.rocketmat.console.application;
