package com.rocketmat.ops;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.RestPath;

/** What a developer might add who forgets about callers restricted to some tenants. */
@Path("/planted")
public class PlantedResource {

    @GET
    @RolesAllowed("viewer")
    public String all() {
        return "of all tenants";
    }

    @GET
    @Path("/{tenant}")
    @RolesAllowed("viewer")
    public String one(@RestPath String tenant) {
        return "of " + tenant;
    }
}
