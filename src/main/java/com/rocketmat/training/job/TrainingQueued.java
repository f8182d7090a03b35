package com.rocketmat.training.job;

import com.rocketmat.tenant.scope.TenantId;

/** Event: a training of the tenant waits for a trainer. */
public record TrainingQueued(TenantId tenant) {}
