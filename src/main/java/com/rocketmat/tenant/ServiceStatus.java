package com.rocketmat.tenant;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The whole service as the API shows it.
 *
 * @param paused whether an operator has paused all tenants; if not, since when and by whom are null
 */
@Schema(examples = """
        {"paused": false, "pausedSince": null, "pausedBy": null, "vault": {"state": "ok", "reason": null, "ageSeconds": 12}}""")
public record ServiceStatus(
        boolean paused,
        @Schema(nullable = true) Instant pausedSince,
        @Schema(nullable = true) String pausedBy,
        Vault vault) {

    /**
     * Whether this replica can read Vault.
     *
     * @param state {@code ok}, {@code degraded} (running tenants keep their current settings) or {@code starting}
     * @param reason null if ok; for a caller who is restricted to some tenants it says only who is told
     * @param ageSeconds time since the tenants were last read
     */
    @Schema(name = "VaultContact")
    public record Vault(
            String state, @Schema(nullable = true) String reason, long ageSeconds) {}
}
