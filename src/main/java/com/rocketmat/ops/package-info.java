/**
 * Operating the process: start-up checks, health, callers' identities, request limits, error responses, log redaction.
 *
 * <p>May use: access, feature, feature.resume, harvest, model.runtime, model.upload, problem, tenant.scope, tenant.vault.
 */
package com.rocketmat.ops;
