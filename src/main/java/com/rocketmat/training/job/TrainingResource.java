package com.rocketmat.training.job;

import com.rocketmat.problem.ListPage;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.training.FeatureList;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

/** Trainings of a tenant's own model. */
@Path("/api/tenants/{tenant}/trainings")
@Tag(name = "models")
public class TrainingResource {

    private static final int ACCEPTED = 202;

    private final TenantRegistry tenants;
    private final TrainingRequests trainings;
    private final SecurityIdentity caller;

    TrainingResource(TenantRegistry tenants, TrainingRequests trainings, SecurityIdentity caller) {
        this.tenants = tenants;
        this.trainings = trainings;
        this.caller = caller;
    }

    @POST
    @RolesAllowed("operator")
    @ResponseStatus(ACCEPTED)
    @APIResponse(
            responseCode = "202",
            description = "The training waits for a trainer",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = TrainingView.class)))
    @Extension(name = "x-problems", value = "tenant-not-running training-open")
    @Operation(
            summary = "Trains a model on the tenant's own decided applications",
            description = "The new version is a shadow, with a report as its card, until a person activates it."
                    + " without: comma-separated names of features that it must not learn from.")
    public TrainingView train(@RestPath String tenant, @QueryParam("without") List<String> without) {
        return trainings.request(
                tenants.require(tenant),
                FeatureList.of(without),
                caller.getPrincipal().getName());
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists trainings, newest first")
    public TrainingView.Listing list(
            @RestPath String tenant,
            @QueryParam("cursor") @Min(1) Long cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(500) int limit) {
        TenantId id = tenants.require(tenant);
        long before = cursor == null ? Long.MAX_VALUE : cursor;
        var page = ListPage.of(limit, size -> trainings.page(id, before, size));
        return new TrainingView.Listing(page.rows(), page.next(TrainingView::id));
    }

    @GET
    @Path("{training}")
    @RolesAllowed("viewer")
    @Extension(name = "x-problems", value = "training-unknown")
    @Operation(summary = "Returns a training: its state, its progress, and its report")
    public TrainingView get(@RestPath String tenant, @RestPath String training) {
        return trainings.get(tenants.require(tenant), training);
    }

    @DELETE
    @Path("{training}")
    @RolesAllowed("operator")
    @ResponseStatus(200)
    @APIResponse(
            responseCode = "200",
            description = "Cancelled",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = TrainingView.class)))
    @Extension(name = "x-problems", value = "training-unknown training-ended")
    @Operation(summary = "Cancels a training; its replica stops within seconds")
    public TrainingView cancel(@RestPath String tenant, @RestPath String training) {
        return trainings.cancel(
                tenants.require(tenant), training, caller.getPrincipal().getName());
    }
}
