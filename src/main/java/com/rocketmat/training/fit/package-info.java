/**
 * Trains a model from decided applications: refusals, the fit, the report, and the process that runs them.
 *
 * <p>May use: feature, model.manifest, model.runtime, process, training.fit.learn, training.fit.onnx, training.fit.report,
 * training.fit.rows.
 */
package com.rocketmat.training.fit;
