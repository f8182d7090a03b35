/**
 * The operators' web page: pages, and the stream that tells a page that something has changed. What it does to a tenant it does
 * through the resources of the API.
 *
 * <p>May use: access, audit, console.element, console.session, doctor, harvest.session, model, model.manifest, model.upload, problem,
 * score, sync, sync.run, tenant, tenant.scope, tenant.settings, tenant.state.
 */
package com.rocketmat.console;
