/**
 * The checks of a model before it is stored, and the process in which it is tried.
 *
 * <p>May use: feature, model.manifest, model.onnx, model.reasons, model.runtime, problem, process.
 */
package com.rocketmat.model.upload;
