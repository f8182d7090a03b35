package com.rocketmat.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** An entry as the API shows it. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AuditView(
        String id,
        Instant recordedAt,
        String actor,
        String action,
        String phase,
        String reference,
        Map<String, String> details) {

    static AuditView of(AuditEntry entry) {
        return new AuditView(
                String.valueOf(entry.id),
                entry.recordedAt,
                entry.actor,
                entry.action,
                entry.phase,
                entry.reference,
                entry.details);
    }

    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Listing(List<AuditView> items, String next) {}
}
