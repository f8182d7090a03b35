package com.rocketmat.model.upload;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** The limits of the upload checks, passed to the process that runs them. */
@RegisterForReflection
public record UploadLimits(long maxBytes, long dryBatchMillis, List<String> protectedNames, List<String> proxyNames) {

    static UploadLimits of(ModelsConfig config) {
        return new UploadLimits(
                config.maxFile().asLongValue(),
                config.dryBatch().toMillis(),
                config.protectedNames(),
                config.proxyNames());
    }
}
