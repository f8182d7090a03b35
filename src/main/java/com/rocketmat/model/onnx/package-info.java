/**
 * An ONNX file, read as far as checks need it, and the operators that are allowed in it. May use: nothing.
 */
package com.rocketmat.model.onnx;
