/**
 * Reads an ONNX file as far as the checks need it, and lists the allowed operators.
 *
 * <p>May use: nothing.
 */
package com.rocketmat.model.onnx;
