package com.rocketmat.model.upload;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What the checks of an upload go by, as they are told to the process that makes them.
 *
 * @param maxBytes of the file
 * @param dryBatchMillis how long the dry batch may take
 */
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
