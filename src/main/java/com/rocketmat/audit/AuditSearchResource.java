package com.rocketmat.audit;

import com.rocketmat.access.Reach;
import com.rocketmat.access.WithinReach;
import com.rocketmat.problem.Choice;
import com.rocketmat.problem.ListPage;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The audit log across tenants. */
@Path("/api/audit")
@Tag(name = "audit")
public class AuditSearchResource {

    private final AuditLog log;
    private final SecurityIdentity caller;

    AuditSearchResource(AuditLog log, SecurityIdentity caller) {
        this.log = log;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("operator")
    @WithinReach
    @Operation(
            summary = "Lists the audit log of the tenants within the caller's reach, newest entry first",
            description =
                    "Entries about all tenants, or about a tenant that does not exist, have the tenant *. Only unrestricted callers see them.")
    public AuditView.Listing list(
            @QueryParam("tenant") String tenant,
            @QueryParam("actor") String actor,
            @QueryParam("phase") String phase,
            @QueryParam("cursor") @Min(1) Long cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        AuditQuery query = new AuditQuery(
                Reach.of(caller),
                Optional.ofNullable(tenant),
                Optional.ofNullable(actor),
                Optional.ofNullable(phase).map(name -> Choice.of("phase", AuditPhase.class, Enum::name, name)));
        return AuditView.Listing.of(ListPage.of(limit, size -> log.page(query, cursor, size)));
    }
}
