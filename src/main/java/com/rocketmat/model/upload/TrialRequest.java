package com.rocketmat.model.upload;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Sent to the trial process before the file. */
@RegisterForReflection
record TrialRequest(String manifest, UploadLimits limits) {}
