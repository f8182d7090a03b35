package com.rocketmat.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * A tenant as the API shows it.
 *
 * @param backlog scores that wait for their PATCH
 * @param activeModel SHA-256 of the file of the version that scores, or null
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TenantView(
        String id,
        TenantState state,
        Instant since,
        String reason,
        String remedy,
        Instant nextDue,
        long backlog,
        String activeModel) {

    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Listing(List<TenantView> items, String next) {}
}
