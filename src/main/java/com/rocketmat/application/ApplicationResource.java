package com.rocketmat.application;

import com.rocketmat.privacy.words.Language;
import com.rocketmat.tenant.TenantRegistry;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Explains why an application has its score, or none. */
@Path("/api/tenants/{tenant}/applications/{application}")
@Tag(name = "applications")
public class ApplicationResource {

    private final TenantRegistry tenants;
    private final Applications applications;

    ApplicationResource(TenantRegistry tenants, Applications applications) {
        this.tenants = tenants;
        this.applications = applications;
    }

    @GET
    @RolesAllowed("operator")
    @Extension(name = "x-problems", value = "bad-parameter application-unknown secret-replaced")
    @Operation(
            summary = "Explains an application: the state of its score, its history, and its reasons in words",
            description =
                    "With look, the answer also says what Greenhouse has now, and why the application would be scored or left alone. This takes at"
                            + " most three calls of the tenant's rate window, and with a v1 key one more for each 500 open jobs beyond the first 500."
                            + " If Greenhouse cannot be asked, the answer says why. Words are in English,"
                            + " Portuguese or Spanish, by Accept-Language. The audit log has the call with the digest of the candidate's id.")
    public RestResponse<ApplicationReport> get(
            @RestPath String tenant,
            @RestPath("application") @Min(1) long application,
            @QueryParam("look") @DefaultValue("false") boolean look,
            @Context HttpHeaders headers) {
        Language language = Language.among(headers.getAcceptableLanguages());
        ApplicationReport report = applications
                .find(tenants.require(tenant), application, look, language)
                .orElseThrow(() -> ApplicationProblems.UNKNOWN.problem(
                        "Nothing is stored about an application with this id",
                        "compare the id with Greenhouse, or add look=true to read the application from Greenhouse"));
        return RestResponse.ResponseBuilder.ok(report)
                .header(HttpHeaders.CONTENT_LANGUAGE, language.code())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .build();
    }
}
