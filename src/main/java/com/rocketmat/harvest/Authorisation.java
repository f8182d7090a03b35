package com.rocketmat.harvest;

import com.rocketmat.tenant.Secret;

/** What a tenant's calls carry to be let in. */
sealed interface Authorisation permits Tokens, ApiKey {

    /**
     * The value of an Authorization header.
     *
     * @throws HarvestException when there is none to be had
     */
    Secret header();

    /** Greenhouse refused this header; true when a new one is worth one more try. */
    boolean renew(Secret refused);

    /** What it means that Greenhouse refuses the credential for an operation, with this status. */
    HarvestFailure refusal(Operation operation, int status);
}
