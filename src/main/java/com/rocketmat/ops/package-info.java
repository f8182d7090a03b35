/**
 * The room of what keeps the process honest: start-up checks, health, identities of callers, metric filter, log redaction.
 *
 * <p>In: the state of the others. Out: health, metrics. Nothing depends on it. May use: the others' configuration and state.
 */
package com.rocketmat.ops;
