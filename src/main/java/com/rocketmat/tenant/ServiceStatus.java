package com.rocketmat.tenant;

import com.rocketmat.access.Reach;
import com.rocketmat.tenant.state.PauseOfAll.Pause;
import com.rocketmat.tenant.vault.VaultContact;
import java.time.Instant;
import java.util.Locale;
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
            String state, @Schema(nullable = true) String reason, long ageSeconds) {

        private static final String WITHHELD = "the reason is shown to callers who are not restricted to some tenants";

        /** The reason may contain the path of any tenant's secret, and so its id. */
        static Vault of(VaultContact contact, Reach reach) {
            VaultContact.Status status = contact.status();
            return new Vault(
                    status.state().name().toLowerCase(Locale.ROOT),
                    status.reason()
                            .map(reason -> reach instanceof Reach.All ? reason : WITHHELD)
                            .orElse(null),
                    contact.age().toSeconds());
        }
    }

    static ServiceStatus of(Pause pause, VaultContact vault, Reach reach) {
        return new ServiceStatus(pause.paused(), pause.since(), pause.by(), Vault.of(vault, reach));
    }
}
