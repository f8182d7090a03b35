package com.rocketmat.harvest.call;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.Operation;
import com.rocketmat.tenant.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

public interface Authorisation {

    /** Of an Authorization header; throws a {@link HarvestException} if none can be obtained. */
    Secret header();

    /** Called when Greenhouse refused this header with 401 or 403; true if a retry with a new one makes sense. */
    boolean renew(Secret refused, int status);

    HarvestFailure refusal(Operation operation, int status);

    /** The failure when Greenhouse finds nothing at an operation's address; {@code what} describes the call. */
    HarvestFailure missing(Operation operation, String what);

    static Secret basic(String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return new Secret("Basic " + Base64.getEncoder().encodeToString(pair));
    }
}
