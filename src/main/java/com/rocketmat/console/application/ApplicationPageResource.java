package com.rocketmat.console.application;

import com.rocketmat.application.ApplicationReport;
import com.rocketmat.application.Applications;
import com.rocketmat.console.Frames;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SameSite;
import com.rocketmat.privacy.words.Language;
import com.rocketmat.problem.ProblemType;
import com.rocketmat.problem.WholeNumber;
import com.rocketmat.tenant.TenantRegistry;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;

/** Shows an application's score and history, and on request its state in Greenhouse. */
@SameSite
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Path(Addresses.ROOT + "/tenants/{tenant}/applications")
@Produces(MediaType.TEXT_HTML)
public class ApplicationPageResource {

    private static final String ENGLISH = "en";
    private static final int NOT_FOUND = 404;

    private final TenantRegistry tenants;
    private final Applications applications;
    private final Frames frames;

    ApplicationPageResource(TenantRegistry tenants, Applications applications, Frames frames) {
        this.tenants = tenants;
        this.applications = applications;
        this.frames = frames;
    }

    @GET
    @RolesAllowed("operator")
    public Response find(@RestPath String tenant, @QueryParam("id") @DefaultValue("") String id) {
        long application = WholeNumber.of(id.strip())
                .filter(number -> number > 0)
                .orElseThrow(() -> ProblemType.BAD_PARAMETER
                        .problem(
                                "This is not the id of an application",
                                "enter the number of the application, as shown by Greenhouse's Harvest API and in the lists of scores")
                        .with("field", "id"));
        return redirect(tenant, application, "");
    }

    @GET
    @Path("/{application}")
    @RolesAllowed("operator")
    public Response page(
            @RestPath String tenant,
            @RestPath("application") @Min(1) long application,
            @QueryParam("language") @DefaultValue(ENGLISH) String language) {
        return page(tenant, application, false, language);
    }

    /** The browser's address after a look, if the page is reloaded. */
    @GET
    @Path("/{application}/look")
    @RolesAllowed("operator")
    public Response looked(
            @RestPath String tenant,
            @RestPath("application") @Min(1) long application,
            @QueryParam("language") @DefaultValue("") String language) {
        return redirect(tenant, application, language);
    }

    @POST
    @Path("/{application}/look")
    @RolesAllowed("operator")
    public Response look(
            @RestPath String tenant,
            @RestPath("application") @Min(1) long application,
            @QueryParam("language") @DefaultValue(ENGLISH) String language) {
        return page(tenant, application, true, language);
    }

    private Response redirect(String tenant, long application, String language) {
        tenants.require(tenant);
        String page = Addresses.with(Addresses.application(tenant, application), Map.of("language", language));
        return Addresses.redirect(page).build();
    }

    private Response page(String tenant, long application, boolean look, String code) {
        Language language = Language.among(List.of(Locale.of(code)));
        Optional<ApplicationReport> report = applications.find(tenants.require(tenant), application, look, language);
        ApplicationPage page =
                new ApplicationPage(tenant, application, language, List.of(Language.values()), report.orElse(null));
        String html = ApplicationTemplates.application(frames.frame(null), page).render();
        return Response.status(report.isEmpty() ? NOT_FOUND : Response.Status.OK.getStatusCode())
                .entity(html)
                .build();
    }
}
