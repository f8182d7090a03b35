package com.rocketmat.harvest.v1;

import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.Retired;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.call.Authorisation;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;

/** A Harvest v1 key: Basic authorisation with the key as the user and no password. */
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
    public boolean renew(Secret refused) {
        return false;
    }

    /**
     * What v1 answers since its announced end is not established; 401, 403, 404 and 410 are all taken for it. A permission that is
     * not ticked is 401 or 403 too.
     */
    @Override
    public HarvestFailure refusal(Operation operation, int status) {
        return new Retired(
                "Greenhouse refuses this Harvest v1 key (status %d): it has retired keys of this kind, or this one lacks the permission '%s'"
                        .formatted(status, operation.permission()));
    }

    /** A list is there whatever is on it: where it is not found, there is no v1 any more. */
    @Override
    public HarvestFailure missing(Operation operation, String what) {
        return operation.lists()
                ? new Retired("Greenhouse has retired Harvest v1, and with it keys of this kind (%s)".formatted(what))
                : new NotFound(what);
    }
}
