package com.rocketmat.console.training;

import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SameSite;
import com.rocketmat.training.job.TrainingResource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.RestPath;

/** The buttons that ask for a training and cancel one; the page of the tenant's models shows them. */
@SameSite
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Path(Addresses.ROOT + "/tenants/{tenant}/models/trainings")
public class TrainingPageResource {

    private final TrainingResource trainings;

    TrainingPageResource(TrainingResource trainings) {
        this.trainings = trainings;
    }

    @POST
    @RolesAllowed("operator")
    public Response train(@RestPath String tenant) {
        trainings.again(tenant);
        return done(tenant, "training");
    }

    @POST
    @Path("/{training}/cancel")
    @RolesAllowed("operator")
    public Response cancel(@RestPath String tenant, @RestPath String training) {
        trainings.cancel(tenant, training);
        return done(tenant, "cancelled");
    }

    private static Response done(String tenant, String what) {
        return Response.seeOther(Addresses.done(Addresses.models(tenant), what)).build();
    }
}
