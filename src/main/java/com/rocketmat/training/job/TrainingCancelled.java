package com.rocketmat.training.job;

import com.rocketmat.tenant.scope.TenantId;

/** Event: a training of the tenant was cancelled; a replica that works on it notices by itself. */
public record TrainingCancelled(TenantId tenant) {}
