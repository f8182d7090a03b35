package com.rocketmat.console;

import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SameSite;
import com.rocketmat.doctor.Doctor;
import com.rocketmat.doctor.DoctorReport;
import com.rocketmat.tenant.TenantActions;
import com.rocketmat.tenant.TenantRegistry;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;

@SameSite
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Path(Addresses.ROOT + "/tenants/{tenant}")
@Produces(MediaType.TEXT_HTML)
public class TenantPageResource {

    private static final Map<String, String> NOTICES = Map.of(
            "paused", "You have paused the tenant. Nothing is written until it is resumed.",
            "resumed",
                    "You have resumed the tenant. It runs at once, unless its secret pauses it, all tenants are paused, or it is blocked: see its state.",
            "asked", "You have requested a run. It starts within seconds.");

    private final TenantPages pages;
    private final Frames frames;
    private final Doctor doctor;
    private final TenantRegistry registry;
    private final TenantActions actions;

    TenantPageResource(
            TenantPages pages, Frames frames, Doctor doctor, TenantRegistry registry, TenantActions actions) {
        this.pages = pages;
        this.frames = frames;
        this.doctor = doctor;
        this.registry = registry;
        this.actions = actions;
    }

    @GET
    @RolesAllowed("viewer")
    public String page(@RestPath String tenant, @QueryParam("done") @DefaultValue("") String done) {
        return render(tenant, NOTICES.get(done), Optional.empty());
    }

    /** The browser's address after an examination without scripts, if the page is reloaded. */
    @GET
    @Path("/doctor")
    @RolesAllowed("viewer")
    public Response examined(@RestPath String tenant) {
        registry.require(tenant);
        return Addresses.redirect(Addresses.tenant(tenant)).build();
    }

    @POST
    @Path("/doctor")
    @RolesAllowed("operator")
    public String examine(@RestPath String tenant) {
        return render(tenant, null, Optional.of(doctor.examine(registry.require(tenant), Optional.empty())));
    }

    @POST
    @Path("/pause")
    @RolesAllowed("operator")
    public Response pause(@RestPath String tenant) {
        actions.pause(registry.require(tenant));
        return done(tenant, "paused");
    }

    @POST
    @Path("/resume")
    @RolesAllowed("operator")
    public Response resume(@RestPath String tenant) {
        actions.resume(registry.require(tenant));
        return done(tenant, "resumed");
    }

    @POST
    @Path("/runs")
    @RolesAllowed("operator")
    public Response run(@RestPath String tenant) {
        actions.sync(registry.require(tenant));
        return done(tenant, "asked");
    }

    private String render(String tenant, String notice, Optional<DoctorReport> report) {
        return Templates.tenant(frames.frame(notice), pages.page(tenant, report))
                .render();
    }

    private static Response done(String tenant, String what) {
        return Addresses.redirect(Addresses.done(Addresses.tenant(tenant), what))
                .build();
    }
}
