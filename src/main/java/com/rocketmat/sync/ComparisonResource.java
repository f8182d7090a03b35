package com.rocketmat.sync;

import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.ModelVersion;
import com.rocketmat.model.Models;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.Turns;
import com.rocketmat.score.Comparison;
import com.rocketmat.score.Comparisons;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** How another version scores the applications that the active one scores. */
@Path("/api/tenants/{tenant}/models/{version}/comparison")
@Tag(name = "models")
public class ComparisonResource {

    private static final String TO_THE_SHADOW =
            "POST …/models/{version}/shadow makes an uploaded or retired version a shadow; then wait until it has scored new applications";

    private final TenantRegistry tenants;
    private final Models models;
    private final Comparisons comparisons;
    /** Each reads many scores. A call that waits for its turn must not hold a connection. */
    private final Turns turns = new Turns("comparisons");

    ComparisonResource(TenantRegistry tenants, Models models, Comparisons comparisons) {
        this.tenants = tenants;
        this.models = models;
        this.comparisons = comparisons;
    }

    @GET
    @RolesAllowed("viewer")
    @Extension(name = "x-problems", value = "nothing-to-compare")
    @Operation(
            summary =
                    "Compares a version's scores with those of the active one, over the applications that both have scored",
            description =
                    "A difference is the version's score minus the active one's, in points. Quantiles are interpolated between two"
                            + " differences. A bar of the histogram includes its lower edge but not its upper one. The rank correlation is Spearman's;"
                            + " ties share their mean rank.")
    public ComparisonView compare(@RestPath String tenant, @RestPath String version) {
        TenantId id = tenants.require(tenant);
        ModelVersion compared = models.require(id, version);
        ActiveModel active = models.active(id)
                .orElseThrow(() ->
                        conflict("The tenant has no active version", "activate one: POST …/models/{version}/activate"));
        if (active.version().equals(version)) {
            throw conflict("The version is the active one itself", "name another one. " + TO_THE_SHADOW);
        }
        Comparison comparison = turns.take(() -> comparisons.of(id, version, active.version()));
        if (comparison.applications() == 0) {
            throw conflict(
                    "No application is scored by both versions"
                            + (comparison.lastFailure() == null
                                    ? ""
                                    : "; the last failure: " + comparison.lastFailure()),
                    TO_THE_SHADOW + ". If it cannot score them, GET …/scores?status=SHADOW says why");
        }
        return ComparisonView.of(compared, active, comparison);
    }

    private static HttpProblem conflict(String detail, String remedy) {
        return SyncProblems.NOTHING_TO_COMPARE.problem(detail, remedy);
    }
}
