package com.rocketmat.privacy;

import com.rocketmat.privacy.Objections.Objection;
import com.rocketmat.problem.WholeNumber;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Who objects to being scored. */
@Path("/api/tenants/{tenant}/objections")
@Tag(name = "candidates")
public class ObjectionResource {

    private static final String FIRST_PAGE = "0.";

    private final TenantRegistry tenants;
    private final Objections objections;

    ObjectionResource(TenantRegistry tenants, Objections objections) {
        this.tenants = tenants;
        this.objections = objections;
    }

    @GET
    @RolesAllowed("operator")
    @Operation(
            summary = "Lists the candidates who object to being scored, in the order of their ids",
            description = "Erased candidates are not among them, because none of their ids are stored.")
    public Listing list(
            @RestPath String tenant,
            @QueryParam("cursor") @DefaultValue(FIRST_PAGE) @Pattern(regexp = "\\d{1,19}\\.(API|FIELD)?") String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        TenantId id = tenants.require(tenant);
        String source = cursor.substring(cursor.indexOf('.') + 1);
        var page = objections.list(id, WholeNumber.ofCursor(cursor), source, limit);
        return new Listing(
                page.rows(), page.next(last -> last.candidateId() + "." + last.source()), objections.count(id));
    }

    /** A page of objections; {@code candidates} is the number of all candidates who object. */
    @Schema(name = "ObjectionPage")
    public record Listing(
            List<Objection> items, @Schema(nullable = true) String next, long candidates) {}
}
