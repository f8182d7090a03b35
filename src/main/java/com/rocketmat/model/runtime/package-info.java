/**
 * ONNX Runtime: sessions, tensors, outputs, deadlines.
 *
 * <p>May use: feature, model.manifest, model.onnx.
 */
package com.rocketmat.model.runtime;
