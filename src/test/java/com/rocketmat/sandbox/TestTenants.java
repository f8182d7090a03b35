package com.rocketmat.sandbox;

import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;
import com.rocketmat.tenant.settings.TenantSchedule;
import com.rocketmat.tenant.settings.TenantSecret;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.WriteMode;
import com.rocketmat.tenant.settings.TrainingLabel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings as parsed from a secret, for tests that need no Vault. */
public final class TestTenants {

    private TestTenants() {}

    public static TenantSettings settings(TenantId tenant, Map<String, String> secret) {
        return ((TenantSecret.Outcome.Valid) TenantSecret.parse(tenant, secret)).settings();
    }

    /** With the score in the field "rocketmat". */
    public static TenantSettings settings(String tenant, Credential credential, Optional<Long> userId) {
        return settings(tenant, credential, userId, "rocketmat", Optional.empty(), WriteMode.FULL);
    }

    public static TenantSettings settings(
            String tenant, Organisation access, String scoreField, Optional<String> reasonsField, WriteMode mode) {
        return settings(
                tenant,
                new Credential.OAuthClient(new Secret(access.clientId()), new Secret(access.clientSecret())),
                Optional.of(access.userId()),
                scoreField,
                reasonsField,
                mode);
    }

    private static TenantSettings settings(
            String tenant,
            Credential credential,
            Optional<Long> userId,
            String scoreField,
            Optional<String> reasonsField,
            WriteMode mode) {
        return new TenantSettings(
                new TenantId(tenant),
                credential,
                userId,
                Optional.empty(),
                new TenantSchedule.Every(Duration.ofMinutes(15)),
                scoreField,
                reasonsField,
                Set.of(),
                Optional.empty(),
                TenantSettings.Rescore.NEVER,
                TenantSettings.Mode.LIVE,
                mode,
                Optional.empty(),
                Optional.empty(),
                TenantSettings.DecisionLog.SCORES,
                Optional.empty(),
                TrainingLabel.HIRED);
    }
}
