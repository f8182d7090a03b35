package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;
import java.util.Map;
import java.util.UUID;

/**
 * Event: somebody takes data of a tenant out. Told twice, when it begins and when it ends; whoever observes it writes it down in a
 * transaction of its own, or keeps it from going on by an exception.
 *
 * @param export what the two have in common
 * @param actor the operator
 * @param kind of data
 * @param details what was asked for and how much was given; no values of candidates
 */
public record DataExport(
        TenantId tenant, UUID export, String actor, String kind, Phase phase, Map<String, String> details) {

    public enum Phase {
        BEGUN,
        COMPLETED,
        /** The caller went away before the end. */
        ABANDONED,
        FAILED
    }
}
