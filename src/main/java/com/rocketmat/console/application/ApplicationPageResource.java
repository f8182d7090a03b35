package com.rocketmat.console.application;

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
    private final ApplicationPages pages;
    private final Frames frames;

    ApplicationPageResource(TenantRegistry tenants, ApplicationPages pages, Frames frames) {
        this.tenants = tenants;
        this.pages = pages;
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
        return answer(pages.page(tenant, application, false, language(language)));
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
        return answer(pages.page(tenant, application, true, language(language)));
    }

    private Response redirect(String tenant, long application, String language) {
        tenants.require(tenant);
        String page = Addresses.with(Addresses.application(tenant, application), Map.of("language", language));
        return Addresses.redirect(page).build();
    }

    private Response answer(ApplicationPage page) {
        String html = ApplicationTemplates.application(frames.frame(null), page).render();
        return Response.status(page.report() == null ? NOT_FOUND : Response.Status.OK.getStatusCode())
                .entity(html)
                .build();
    }

    private static Language language(String code) {
        return Language.among(List.of(Locale.of(code)));
    }
}
