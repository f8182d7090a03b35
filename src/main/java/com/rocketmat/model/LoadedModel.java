package com.rocketmat.model;

import com.rocketmat.model.reasons.Occlusion;
import com.rocketmat.model.runtime.OnnxModel;

/** An open model, the explanation of its scores, and the bytes that the cache charges for both. */
class LoadedModel implements AutoCloseable {

    final OnnxModel onnx;
    final Occlusion occlusion;
    final long cost;

    LoadedModel(OnnxModel onnx, Occlusion occlusion, long cost) {
        this.onnx = onnx;
        this.occlusion = occlusion;
        this.cost = cost;
    }

    @Override
    public void close() {
        onnx.close();
    }
}
