package com.rocketmat.tenant.settings;

public sealed interface Credential {

    /** Harvest v3: OAuth client credentials. The id is secret too: Greenhouse's errors echo it. */
    record OAuthClient(Secret clientId, Secret clientSecret) implements Credential {}

    /** Harvest v1: an API key; Greenhouse has announced its end. */
    record ApiKey(Secret key) implements Credential {}
}
