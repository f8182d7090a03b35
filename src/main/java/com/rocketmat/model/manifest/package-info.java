/**
 * The manifest of a model: inputs, output and scale, and why one is refused.
 *
 * <p>May use: feature, problem.
 */
package com.rocketmat.model.manifest;
