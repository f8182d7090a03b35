package com.rocketmat.score;

import com.rocketmat.tenant.KnownTenants;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** A tenant's scores. */
@Path("/api/tenants/{tenant}/scores")
@Tag(name = "scores")
public class ScoreResource {

    private static final String FIRST = "999999999999999999.";

    private final KnownTenants tenants;

    ScoreResource(KnownTenants tenants) {
        this.tenants = tenants;
    }

    @GET
    @RolesAllowed("viewer")
    @Transactional
    @Operation(summary = "Scores, newest applications first, a page at a time")
    public ScoreView.Listing list(
            @RestPath String tenant,
            @RestQuery ScoreState status,
            @RestQuery @DefaultValue(FIRST) @Pattern(regexp = "\\d{1,18}\\.[0-9a-f]*") String cursor,
            @RestQuery @DefaultValue("100") @Min(1) @Max(500) int limit) {
        String[] behind = cursor.split("\\.", -1);
        List<Score> page = Score.page(tenants.require(tenant), status, Long.parseLong(behind[0]), behind[1], limit + 1);
        List<ScoreView> items = page.stream().limit(limit).map(ScoreView::of).toList();
        ScoreView last = items.isEmpty() ? null : items.getLast();
        String next = page.size() > limit ? last.applicationId() + "." + last.modelVersion() : null;
        return new ScoreView.Listing(items, next);
    }
}
