package com.rocketmat.harvest.v1;

import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.Retired;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.call.Authorisation;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;

/** A Harvest v1 key: Basic authentication with the key as the user and no password. */
public final class ApiKey implements Authorisation {

    private final Secret header;

    public ApiKey(Credential.ApiKey credential) {
        this.header = Authorisation.basic(credential.key().reveal(), "");
    }

    @Override
    public Secret header() {
        return header;
    }

    @Override
    public boolean renew(Secret refused, int status) {
        return false;
    }

    /**
     * How v1 answers after its announced end is not documented; 401, 403, 404 and 410 are all read as its end. A missing
     * permission also gives 401 or 403.
     */
    @Override
    public HarvestFailure refusal(Operation operation, int status) {
        return new Retired(
                "Greenhouse refuses this Harvest v1 key (status %d): Harvest v1 is retired, or the key lacks the permission '%s'"
                        .formatted(status, operation.permission()));
    }

    /** Lists always exist: if one is not found, v1 has ended. */
    @Override
    public HarvestFailure missing(Operation operation, String what) {
        return operation.lists()
                ? new Retired("Greenhouse has retired Harvest v1 and its keys (%s)".formatted(what))
                : new NotFound(what);
    }
}
