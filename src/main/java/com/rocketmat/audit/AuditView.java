package com.rocketmat.audit;

import com.rocketmat.problem.ListPage;
import io.vertx.core.json.JsonObject;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An entry in the API.
 *
 * @param tenant {@code *} for entries about all tenants or about one that does not exist
 * @param actor an operator's name in Vault, or {@code oidc:} and a name from the identity provider
 * @param phase DONE, REFUSED or FAILED for an action, and BEGUN before one on many tenants; BEGUN, COMPLETED, ABANDONED or FAILED for an export
 * @param reference shared by all entries of one export, or of one call on many tenants
 * @param details those of the first refusal, if several are counted
 * @param times number of refusals within a minute with the same actor, action and status
 */
@Schema(examples = """
        {"id": "17", "tenant": "acme", "recordedAt": "2026-11-24T12:00:07Z", "actor": "ana", "action": "POST /api/tenants/{tenant}/pause",
         "phase": "DONE", "reference": "0d5c1f6e-4a3f-4c55-9d0e-1f4a7a0d3b52", "details": {"address": "192.0.2.7", "status": "200", "tenant": "acme"}, "times": 1}""")
public record AuditView(
        String id,
        String tenant,
        Instant recordedAt,
        String actor,
        String action,
        AuditPhase phase,
        String reference,
        Map<String, String> details,
        int times) {

    static AuditView of(Tuple row) {
        Map<String, String> details = new TreeMap<>();
        new JsonObject(row.get("details", String.class))
                .forEach(detail -> details.put(detail.getKey(), String.valueOf(detail.getValue())));
        return new AuditView(
                row.get("id", Long.class).toString(),
                row.get("tenant_id", String.class),
                row.get("recorded_at", Instant.class),
                row.get("actor", String.class),
                row.get("action", String.class),
                AuditPhase.valueOf(row.get("phase", String.class)),
                row.get("reference", String.class),
                details,
                row.get("times", Integer.class));
    }

    @Schema(name = "AuditPage")
    public record Listing(
            List<AuditView> items, @Schema(nullable = true) String next) {

        static Listing of(ListPage<AuditView> page) {
            return new Listing(page.rows(), page.next(AuditView::id));
        }
    }
}
