package com.rocketmat.tenant.settings;

/** How a tenant lets us into its Greenhouse. */
public sealed interface Credential {

    /** Harvest v3: OAuth client credentials. The id is secret too: Greenhouse's errors echo it. */
    record OAuthClient(Secret clientId, Secret clientSecret) implements Credential {}

    /** Harvest v1: a key, whose end Greenhouse has announced. */
    record ApiKey(Secret key) implements Credential {}
}
