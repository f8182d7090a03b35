/**
 * Which features moved a score: what the model says without each of them.
 *
 * <p>May use: feature, model.manifest, model.runtime.
 */
package com.rocketmat.model.reasons;
