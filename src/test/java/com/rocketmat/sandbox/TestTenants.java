package com.rocketmat.sandbox;

import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;
import com.rocketmat.tenant.settings.TenantSecret;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Settings as parsed from a secret, for tests that need no Vault. */
public final class TestTenants {

    /** Each key that a secret may lack, with a value that is not its default. */
    public static final Map<String, String> EVERY_OPTION = Map.ofEntries(
            Map.entry("harvest_user_id", "4410002002"),
            Map.entry("harvest_url", "https://harvest.example/"),
            Map.entry("schedule", "0 6 * * 1-5"),
            Map.entry("time_zone", "Europe/Lisbon"),
            Map.entry("score_field", "fit_score"),
            Map.entry("reasons_field", "fit_reasons"),
            Map.entry("jobs", "5512001002, 7"),
            Map.entry("applications_since", "2026-11-01"),
            Map.entry("rescore", "on-new-model"),
            Map.entry("mode", "dry-run"),
            Map.entry("write_mode", "merge"),
            Map.entry("webhook_secret", "hook"),
            Map.entry("opt_out_field", "no_scores"),
            Map.entry("decisions", "features"),
            Map.entry("training_schedule", "0 3 1 * *"),
            Map.entry("training_label", "stage:Phone Screen"));

    private TestTenants() {}

    public static TenantSettings settings(TenantId tenant, Map<String, String> secret) {
        return switch (TenantSecret.parse(tenant, secret)) {
            case TenantSecret.Outcome.Valid(TenantSettings settings) -> settings;
            case TenantSecret.Outcome unusable -> throw new IllegalArgumentException(unusable.toString());
        };
    }

    public static TenantSettings settings(String tenant, Credential credential, Optional<Long> userId) {
        Map<String, String> secret = new HashMap<>();
        switch (credential) {
            case Credential.OAuthClient(Secret clientId, Secret clientSecret) ->
                secret.putAll(
                        Map.of("harvest_client_id", clientId.reveal(), "harvest_client_secret", clientSecret.reveal()));
            case Credential.ApiKey(Secret key) -> secret.put("harvest_api_key", key.reveal());
        }
        userId.ifPresent(id -> secret.put("harvest_user_id", id.toString()));
        return settings(new TenantId(tenant), secret);
    }

    public static TenantSettings settings(
            String tenant, Organisation access, String scoreField, Optional<String> reasonsField, WriteMode mode) {
        Map<String, String> secret = new HashMap<>(
                Map.of("score_field", scoreField, "write_mode", mode.name().toLowerCase(Locale.ROOT)));
        reasonsField.ifPresent(field -> secret.put("reasons_field", field));
        return settings(new TenantId(tenant), access.secret(secret));
    }
}
