package com.rocketmat.privacy;

import com.rocketmat.decision.seal.KeptFeatures;
import com.rocketmat.privacy.words.Language;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** What a candidate may ask of the employer: to see what is stored, to have it erased, and not to be scored. */
@Path("/api/tenants/{tenant}/candidates/{candidate}")
@Tag(name = "candidates")
public class CandidateResource {

    private final TenantRegistry tenants;
    private final CandidateReports reports;
    private final KeptFeatures features;
    private final Erasures erasures;
    private final ClearedErasures cleared;
    private final Objections objections;

    CandidateResource(
            TenantRegistry tenants,
            CandidateReports reports,
            KeptFeatures features,
            Erasures erasures,
            ClearedErasures cleared,
            Objections objections) {
        this.tenants = tenants;
        this.reports = reports;
        this.features = features;
        this.erasures = erasures;
        this.cleared = cleared;
        this.objections = objections;
    }

    @GET
    @RolesAllowed("operator")
    @Extension(name = "x-problems", value = "bad-parameter decision-sealed vault-key vault-key-away")
    @Operation(
            summary = "Returns everything that is stored about a candidate, to be handed over",
            description =
                    "Explanations are in English, Portuguese or Spanish, by Accept-Language. An unknown candidate counts as one about whom nothing is stored.")
    public RestResponse<CandidateReport> access(
            @RestPath String tenant, @RestPath("candidate") @Min(1) long candidate, @Context HttpHeaders headers) {
        Language language = Language.among(headers.getAcceptableLanguages());
        TenantId id = tenants.require(tenant);
        CandidateReport report = reports.of(id, candidate, language, features.of(id, candidate));
        return RestResponse.ResponseBuilder.ok(report)
                .header(HttpHeaders.CONTENT_LANGUAGE, language.code())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .build();
    }

    @DELETE
    @RolesAllowed("operator")
    @Extension(name = "x-problems", value = "bad-parameter tenant-not-running clear-greenhouse clear-greenhouse-away")
    @Operation(
            summary = "Erases everything that is stored about a candidate",
            description =
                    "The candidate is not scored again until DELETE …/objection withdraws the objection that an erasure implies. With clear, fields"
                            + " in Greenhouse that hold a score of ours are emptied first.")
    public void erase(
            @RestPath String tenant,
            @RestPath("candidate") @Min(1) long candidate,
            @QueryParam("clear") @DefaultValue("false") boolean clear) {
        TenantId id = tenants.require(tenant);
        if (clear) {
            cleared.candidate(id, candidate);
        } else {
            erasures.eraseForOperator(id, candidate);
        }
    }

    @PUT
    @Path("/objection")
    @RolesAllowed("operator")
    @Extension(name = "x-problems", value = "bad-parameter")
    @Operation(
            summary =
                    "Records an objection: the candidate is no longer scored, and a score of ours in Greenhouse is emptied")
    public void object(@RestPath String tenant, @RestPath("candidate") @Min(1) long candidate) {
        objections.object(tenants.require(tenant), candidate);
    }

    @DELETE
    @Path("/objection")
    @RolesAllowed("operator")
    @Extension(name = "x-problems", value = "bad-parameter objection-in-greenhouse erased-in-greenhouse")
    @Operation(
            summary =
                    "Withdraws an objection, including one that an erasure implies: the candidate may be scored again")
    public void withdraw(@RestPath String tenant, @RestPath("candidate") @Min(1) long candidate) {
        TenantId id = tenants.require(tenant);
        // null without settings: the field that applies once the tenant runs again is unknown
        String field = tenants.settings(id)
                .map(settings -> settings.optOutField().orElse(""))
                .orElse(null);
        Set<Long> objecting = objections.withdraw(id, candidate, field);
        if (!objecting.isEmpty()) {
            throw PrivacyProblems.OBJECTION_IN_GREENHOUSE
                    .problem(
                            "The objection stands in Greenhouse, in the tenant's opt_out_field of these applications",
                            field == null
                                    ? "write the tenant's secret again first, since it says which field counts"
                                    : "set the field to No there; the applications are read again in the tenant's next slice")
                    .with("applications", objecting.stream().sorted().toList());
        }
    }
}
