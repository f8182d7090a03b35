package com.rocketmat.tenant;

import com.rocketmat.tenant.TenantSecret.Outcome;
import java.util.HashMap;
import java.util.Map;

/** Which tenant a credential belongs to: two may not share one, since its budget and its token are one. */
final class Owners {

    private final Map<Credential, TenantId> owners = new HashMap<>();

    Owners(Map<TenantId, TenantSettings> running) {
        running.forEach((tenant, settings) -> owners.putIfAbsent(identity(settings.credential()), tenant));
    }

    /** What is left of the outcome when the credential is another's. */
    Outcome admit(TenantId tenant, Outcome outcome) {
        if (!(outcome instanceof Outcome.Valid valid)) {
            return outcome;
        }
        Credential credential = valid.settings().credential();
        TenantId owner = owners.putIfAbsent(identity(credential), tenant);
        if (owner == null || owner.equals(tenant)) {
            return outcome;
        }
        valid.settings().wipe();
        return new Outcome.Taken(
                "%s: tenant %s uses the same credential; create one of its own in Greenhouse's Dev Center"
                        .formatted(key(credential), owner));
    }

    private static Credential identity(Credential credential) {
        // the same client with another secret is still one budget and one token
        return switch (credential) {
            case Credential.OAuthClient client -> new Credential.OAuthClient(client.clientId(), null);
            case Credential.ApiKey key -> key;
        };
    }

    private static String key(Credential credential) {
        return switch (credential) {
            case Credential.OAuthClient _ -> "harvest_client_id";
            case Credential.ApiKey _ -> "harvest_api_key";
        };
    }
}
