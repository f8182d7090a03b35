package com.rocketmat.tenant;

import com.rocketmat.tenant.state.TenantState;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A tenant as the API shows it.
 *
 * @param backlog scores that wait for their PATCH
 * @param activeModel the version that scores, or null
 */
@Schema(examples = """
        {"id": "acme", "state": "BLOCKED", "since": "2026-11-24T12:00:07Z", "reason": "the token lacks the scope harvest:applications:update",
         "remedy": "tick harvest:applications:update at the credential in Greenhouse", "nextDue": "2026-11-24T13:00:07Z", "backlog": 12,
         "activeModel": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}""")
public record TenantView(
        String id,
        TenantState state,
        Instant since,
        @Schema(nullable = true) String reason,
        @Schema(nullable = true) String remedy,
        @Schema(nullable = true) Instant nextDue,
        long backlog,
        @Schema(nullable = true) String activeModel) {

    /** When the next run is due; null if the tenant does not run. */
    public Instant due(boolean allPaused) {
        return allPaused || !state.runs() ? null : nextDue;
    }

    @Schema(name = "TenantPage")
    public record Listing(
            List<TenantView> items, @Schema(nullable = true) String next) {}
}
