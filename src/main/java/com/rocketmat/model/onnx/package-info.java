/**
 * An ONNX file, read as far as checks need it, and the operators that are allowed in it.
 *
 * <p>May use: nothing.
 */
package com.rocketmat.model.onnx;
