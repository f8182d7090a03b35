package com.rocketmat.model.upload;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** What goes to the process that tries a file, before the file itself. */
@RegisterForReflection
record TrialRequest(String manifest, UploadLimits limits) {}
