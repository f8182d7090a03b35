/**
 * What keeps the process honest: start-up checks, health, identities of callers, limits of requests, the form of errors, log
 * redaction.
 *
 * <p>May use: access, console.session, doctor, feature, feature.resume, harvest, model, model.manifest, model.runtime, model.upload, problem,
 * sync, tenant, tenant.scope, tenant.vault, training.
 */
package com.rocketmat.ops;
