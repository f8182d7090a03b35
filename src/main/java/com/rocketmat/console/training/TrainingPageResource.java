package com.rocketmat.console.training;

import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SameSite;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.training.job.TrainingRequests;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

/** Starts and cancels trainings for the buttons on the page of a tenant's models. */
@SameSite
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Path(Addresses.ROOT + "/tenants/{tenant}/models/trainings")
public class TrainingPageResource {

    private final TenantRegistry tenants;
    private final TrainingRequests trainings;
    private final SecurityIdentity caller;

    TrainingPageResource(TenantRegistry tenants, TrainingRequests trainings, SecurityIdentity caller) {
        this.tenants = tenants;
        this.trainings = trainings;
        this.caller = caller;
    }

    @POST
    @RolesAllowed("operator")
    public Response train(@RestPath String tenant) {
        trainings.repeatLast(tenants.require(tenant), caller.getPrincipal().getName());
        return done(tenant, "training");
    }

    @POST
    @Path("/{training}/cancel")
    @RolesAllowed("operator")
    public Response cancel(@RestPath String tenant, @RestPath String training) {
        trainings.cancel(
                tenants.require(tenant), training, caller.getPrincipal().getName());
        return done(tenant, "cancelled");
    }

    private static Response done(String tenant, String what) {
        return Addresses.redirect(Addresses.done(Addresses.models(tenant), what))
                .build();
    }
}
