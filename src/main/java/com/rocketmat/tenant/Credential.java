package com.rocketmat.tenant;

/** How a tenant lets us into its Greenhouse. */
public sealed interface Credential {

    /**
     * One of its own for a session, which may outlive these settings.
     *
     * @throws SecretWiped when the settings are replaced already
     */
    Credential copy();

    /** It still compares afterwards. */
    void wipe();

    /** Harvest v3: OAuth client credentials. The id is secret too: Greenhouse's errors echo it. */
    record OAuthClient(Secret clientId, Secret clientSecret) implements Credential {
        @Override
        public OAuthClient copy() {
            return new OAuthClient(clientId.copy(), clientSecret.copy());
        }

        @Override
        public void wipe() {
            clientId.wipe();
            clientSecret.wipe();
        }
    }

    /** Harvest v1: a key, whose end Greenhouse has announced. */
    record ApiKey(Secret key) implements Credential {
        @Override
        public ApiKey copy() {
            return new ApiKey(key.copy());
        }

        @Override
        public void wipe() {
            key.wipe();
        }
    }
}
