/**
 * What keeps the process honest: start-up checks, health, identities of callers, limits of requests, the form of errors, log
 * redaction.
 *
 * <p>May use: access, feature, feature.resume, harvest, model.runtime, model.upload, problem, tenant.scope, tenant.vault.
 */
package com.rocketmat.ops;
