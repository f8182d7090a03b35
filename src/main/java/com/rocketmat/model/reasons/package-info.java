/**
 * Which features moved a score, measured by scoring without each of them.
 *
 * <p>May use: feature, model.manifest, model.runtime.
 */
package com.rocketmat.model.reasons;
