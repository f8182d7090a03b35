/**
 * Operates the process: startup checks, health, callers' identities, request limits, error responses, log redaction.
 *
 * <p>May use: access, application, audit, console.session, decision, decision.seal, doctor, feature, feature.resume, harvest, model,
 * model.manifest, model.runtime, model.upload, privacy, problem, score, sync, table, tenant, tenant.scope, tenant.state, tenant.vault,
 * training, training.job.
 */
package com.rocketmat.ops;
