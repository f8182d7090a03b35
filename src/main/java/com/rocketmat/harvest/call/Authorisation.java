package com.rocketmat.harvest.call;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.Operation;
import com.rocketmat.tenant.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a tenant's calls carry to be let in. */
public interface Authorisation {

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

    /** What it means that Greenhouse finds nothing under an operation's address; {@code what} tells which and how. */
    HarvestFailure missing(Operation operation, String what);

    /** Basic authorisation. */
    static Secret basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
    }
}
