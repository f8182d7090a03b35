/**
 * The room of what keeps the process honest: start-up checks, health, identities of callers and their reach, limits of requests, the form
 * of errors, the description of the API, log redaction.
 *
 * <p>In: calls before and after their resource, the state of the others. Out: health, metrics, refusals. Nothing depends on it. May use: the
 * others' configuration and state.
 */
package com.rocketmat.ops;
