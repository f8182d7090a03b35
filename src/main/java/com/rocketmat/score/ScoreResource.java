package com.rocketmat.score;

import com.rocketmat.model.upload.ProtectedAttributes;
import com.rocketmat.problem.Choice;
import com.rocketmat.problem.ListPage;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** A tenant's scores. */
@Path("/api/tenants/{tenant}/scores")
@Tag(name = "scores")
public class ScoreResource {

    private static final String FIRST = Long.MAX_VALUE + ".";

    private final TenantRegistry tenants;
    private final Scores scores;
    private final ProtectedAttributes attributes;

    ScoreResource(TenantRegistry tenants, Scores scores, ProtectedAttributes attributes) {
        this.tenants = tenants;
        this.scores = scores;
        this.attributes = attributes;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Lists scores, newest applications first")
    public ScoreView.Listing list(
            @RestPath String tenant,
            @QueryParam("status") String status,
            @QueryParam("cursor") @DefaultValue(FIRST) @Pattern(regexp = "\\d{1,19}\\.[0-9a-f]*") String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        ScoreState wanted = status == null ? null : Choice.of("status", ScoreState.class, Enum::name, status);
        TenantId id = tenants.require(tenant);
        long application = WholeNumber.ofCursor(cursor);
        String version = cursor.substring(cursor.indexOf('.') + 1);
        var page = ListPage.of(limit, size -> scores.page(id, wanted, application, version, size));
        return new ScoreView.Listing(
                page.rows(score -> ScoreView.of(score, attributes)),
                page.next(last -> last.applicationId + "." + last.modelVersion));
    }
}
