package com.rocketmat.score;

import com.rocketmat.model.upload.ProtectedAttributes;
import com.rocketmat.problem.ListPage;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.tenant.KnownTenants;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** A tenant's scores. */
@Path("/api/tenants/{tenant}/scores")
@Tag(name = "scores")
public class ScoreResource {

    private static final String FIRST = "999999999999999999.";

    private final KnownTenants tenants;
    private final Scores scores;
    private final ProtectedAttributes attributes;

    ScoreResource(KnownTenants tenants, Scores scores, ProtectedAttributes attributes) {
        this.tenants = tenants;
        this.scores = scores;
        this.attributes = attributes;
    }

    @GET
    @RolesAllowed("viewer")
    @Operation(summary = "Scores, newest applications first, a page at a time")
    public ScoreView.Listing list(
            @RestPath String tenant,
            @QueryParam("status") String status,
            @QueryParam("cursor") @DefaultValue(FIRST) @Pattern(regexp = "\\d{1,18}\\.[0-9a-f]*") String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        ScoreState wanted = state(status);
        String[] behind = cursor.split("\\.", -1);
        TenantId id = tenants.require(tenant);
        var page = ListPage.of(limit, size -> scores.page(id, wanted, Long.parseLong(behind[0]), behind[1], size));
        return new ScoreView.Listing(
                page.rows(score -> ScoreView.of(score, attributes)),
                page.next(last -> last.applicationId + "." + last.modelVersion));
    }

    /** Parsed here, because JAX-RS answers 404 for a query parameter that cannot be converted. */
    private static ScoreState state(String status) {
        if (status == null) {
            return null;
        }
        return Arrays.stream(ScoreState.values())
                .filter(state -> state.name().equals(status))
                .findFirst()
                .orElseThrow(() -> ProblemType.BAD_PARAMETER
                        .problem("Unknown state", "use one of " + Arrays.toString(ScoreState.values()))
                        .with("field", "status")
                        .build());
    }
}
