package com.rocketmat.model.upload;

import ai.onnxruntime.OrtException;
import com.rocketmat.model.manifest.ModelRefused;

record UploadCheck(String name, Condition condition) {

    interface Condition {

        /**
         * Returns a passed check or a warning.
         *
         * @throws ModelRefused if the condition is not met
         */
        Check examine(String name, Submission submission) throws OrtException;
    }

    Check examine(Submission submission) {
        try {
            return condition.examine(name, submission);
        } catch (OrtException e) {
            throw new ModelRefused(
                    name, "model", "ONNX Runtime failed: " + e.getMessage(), "export the model again and upload it");
        }
    }
}
