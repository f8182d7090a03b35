/**
 * ONNX Runtime: sessions, tensors, outputs, deadlines. It is used here and in the checks of uploads only. May use: feature,
 * model.manifest, model.onnx.
 */
package com.rocketmat.model.runtime;
