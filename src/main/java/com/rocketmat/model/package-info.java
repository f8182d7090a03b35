/**
 * The room of the models: versions and their manifests, upload checks, ONNX sessions bounded by bytes, scoring a batch, reasons.
 *
 * <p>In: files and manifests from operators, feature values. Out: one score a row, and the features that moved it. ONNX Runtime is used here only. May use:
 * problem, tenant, feature.
 */
package com.rocketmat.model;
