package com.rocketmat.sandbox;

import com.rocketmat.sandbox.greenhouse.Organisation;
import com.rocketmat.tenant.Credential;
import com.rocketmat.tenant.Secret;
import com.rocketmat.tenant.TenantId;
import com.rocketmat.tenant.TenantSchedule;
import com.rocketmat.tenant.TenantSettings;
import com.rocketmat.tenant.TenantSettings.WriteMode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Settings as the parser would make them of a secret, for tests that need no Vault. */
public final class TestTenants {

    private TestTenants() {}

    public static TenantSettings settings(
            String tenant, Organisation access, String scoreField, Optional<String> reasonsField, WriteMode mode) {
        return new TenantSettings(
                new TenantId(tenant),
                new Credential.OAuthClient(new Secret(access.clientId()), new Secret(access.clientSecret())),
                Optional.of(access.userId()),
                Optional.empty(),
                new TenantSchedule.Every(Duration.ofMinutes(15)),
                scoreField,
                reasonsField,
                Set.of(),
                TenantSettings.Rescore.NEVER,
                TenantSettings.Mode.LIVE,
                mode,
                Optional.empty());
    }

    /** Acting as the credential's own service user. */
    public static TenantSettings withoutUser(TenantSettings settings) {
        return with(settings, settings.credential(), Optional.empty());
    }

    public static TenantSettings with(TenantSettings settings, Credential credential) {
        return with(settings, credential, settings.userId());
    }

    private static TenantSettings with(TenantSettings settings, Credential credential, Optional<Long> userId) {
        return new TenantSettings(
                settings.id(),
                credential,
                userId,
                settings.harvestUrl(),
                settings.schedule(),
                settings.scoreField(),
                settings.reasonsField(),
                settings.jobs(),
                settings.rescore(),
                settings.mode(),
                settings.writeMode(),
                settings.webhookSecret());
    }
}
