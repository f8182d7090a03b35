package com.rocketmat.sync.run;

import com.rocketmat.problem.ListPage;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** A tenant's run log. */
@Path("/api/tenants/{tenant}/runs")
@Tag(name = "runs")
public class RunResource {

    private final TenantRegistry tenants;
    private final RunLog runs;

    RunResource(TenantRegistry tenants, RunLog runs) {
        this.tenants = tenants;
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
}
