package com.rocketmat.harvest;

import com.rocketmat.harvest.HarvestFailure.Retired;
import com.rocketmat.tenant.Credential;
import com.rocketmat.tenant.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A Harvest v1 key: Basic authorisation with the key as the user and no password. */
final class ApiKey implements Authorisation {

    private final Secret header;

    ApiKey(Credential.ApiKey credential) {
        byte[] pair = (credential.key().reveal() + ":").getBytes(StandardCharsets.UTF_8);
        this.header = new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    @Override
    public Secret header() {
        return header;
    }

    @Override
    public boolean renew(Secret refused) {
        return false;
    }

    /** What v1 answers since its announced end is not established; 401, 403, 404 and 410 are all taken for it. */
    @Override
    public HarvestFailure refusal(Operation operation, int status) {
        return new Retired(
                "Greenhouse refuses this Harvest v1 key (%s, status %d)".formatted(operation.label(), status));
    }
}
