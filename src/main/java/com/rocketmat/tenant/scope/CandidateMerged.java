package com.rocketmat.tenant.scope;

/** Event, fired inside the transaction that merges candidates: each package moves its rows of the loser to the winner. */
public record CandidateMerged(TenantId tenant, long loser, long winner) {}
