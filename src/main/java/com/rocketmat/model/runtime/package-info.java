/**
 * ONNX Runtime: sessions, tensors, outputs, deadlines.
 *
 * <p>May use: feature, model.manifest.
 */
package com.rocketmat.model.runtime;
