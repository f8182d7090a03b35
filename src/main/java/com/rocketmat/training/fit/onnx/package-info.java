/**
 * Writes a trained model as an ONNX file. The classes of the format are generated from {@code onnx.proto}.
 *
 * <p>May use: training.fit.learn.
 */
package com.rocketmat.training.fit.onnx;
