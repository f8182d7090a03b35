/**
 * The operators' web console: its pages, sign-in, and the event streams that make pages reload. It changes tenants through the classes
 * that the API's resources call, and models through the resource itself.
 *
 * <p>May use: access, audit, console.element, console.session, console.training, doctor, harvest.session, model, model.manifest, problem,
 * score, sync, sync.run, tenant, tenant.scope, tenant.settings, tenant.state,
 * training.job, webhook.
 */
package com.rocketmat.console;
