package com.rocketmat.sync.run;

import com.rocketmat.problem.ListPage;
import com.rocketmat.tenant.TenantActions;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

/** A tenant's run log, and runs on demand. */
@Path("/api/tenants/{tenant}/runs")
@Tag(name = "runs")
public class RunResource {

    private static final int ACCEPTED = 202;

    private final TenantRegistry tenants;
    private final TenantActions actions;
    private final RunLog runs;

    RunResource(TenantRegistry tenants, TenantActions actions, RunLog runs) {
        this.tenants = tenants;
        this.actions = actions;
        this.runs = runs;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists runs, newest first")
    public RunView.Listing list(
            @RestPath String tenant,
            @QueryParam("cursor") @Min(1) Long cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(500) int limit) {
        TenantId id = tenants.require(tenant);
        long before = cursor == null ? Long.MAX_VALUE : cursor;
        var page = ListPage.of(limit, size -> runs.page(id, before, size));
        return new RunView.Listing(page.rows(RunView::of), page.next(run -> String.valueOf(run.id)));
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
