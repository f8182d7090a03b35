package com.rocketmat.schedule;

import com.rocketmat.tenant.TenantActions;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

/** Runs on demand. */
@Path("/api/tenants/{tenant}/runs")
@Tag(name = "runs")
public class RunRequestResource {

    private static final int ACCEPTED = 202;

    private final TenantRegistry tenants;
    private final TenantActions actions;

    RunRequestResource(TenantRegistry tenants, TenantActions actions) {
        this.tenants = tenants;
        this.actions = actions;
    }

    @POST
    @RolesAllowed("operator")
    @ResponseStatus(ACCEPTED)
    @APIResponse(
            responseCode = "202",
            description = "The tenant is due",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = Accepted.class)))
    @Extension(name = "x-problems", value = "tenant-not-running")
    @Operation(
            summary = "Makes the tenant due now; repeating the call before the run starts changes nothing",
            description = "A paused tenant runs once it is resumed, which also makes it due.")
    public Accepted run(@RestPath String tenant) {
        TenantId id = tenants.require(tenant);
        actions.sync(id);
        return new Accepted(id.value(), TenantActions.OPERATOR);
    }

    @Schema(examples = """
            {"tenant": "acme", "trigger": "operator"}""")
    public record Accepted(String tenant, String trigger) {}
}
