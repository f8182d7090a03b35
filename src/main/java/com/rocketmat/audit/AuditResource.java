package com.rocketmat.audit;

import com.rocketmat.problem.ListPage;
import com.rocketmat.tenant.TenantRegistry;
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

/** Actions on a tenant and its data, including refused ones. */
@Path("/api/tenants/{tenant}/audit")
@Tag(name = "audit")
public class AuditResource {

    private final TenantRegistry tenants;
    private final AuditLog log;

    AuditResource(TenantRegistry tenants, AuditLog log) {
        this.tenants = tenants;
        this.log = log;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists a tenant's audit log, newest entry first")
    public AuditView.Listing list(
            @RestPath String tenant,
            @QueryParam("cursor") @Min(1) Long cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        AuditQuery query = AuditQuery.of(tenants.require(tenant));
        return AuditView.Listing.of(ListPage.of(limit, size -> log.page(query, cursor, size)));
    }
}
