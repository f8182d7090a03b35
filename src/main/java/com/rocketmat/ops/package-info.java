/**
 * Operating the process: start-up checks, health, callers' identities, request limits, error responses, log redaction.
 *
 * <p>May use: access, application, console.session, decision.seal, doctor, feature, feature.resume, harvest, model, model.manifest, model.runtime, model.upload, privacy,
 * problem,
 * sync, tenant, tenant.scope, tenant.vault, training, training.job.
 */
package com.rocketmat.ops;
