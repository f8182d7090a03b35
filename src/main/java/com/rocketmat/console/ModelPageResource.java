package com.rocketmat.console;

import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SameSite;
import com.rocketmat.model.ModelCard;
import com.rocketmat.model.ModelResource;
import com.rocketmat.model.ModelUpload;
import com.rocketmat.model.Models;
import com.rocketmat.model.Uploads;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.problem.HttpProblem;
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
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** A tenant's models: upload with the report of the checks, activate, shadow, compare. */
@SameSite
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@Path(Addresses.ROOT + "/tenants/{tenant}/models")
@Produces(MediaType.TEXT_HTML)
public class ModelPageResource {

    private static final Map<String, String> NOTICES = Map.of(
            "uploaded", "Stored: no check failed. Activate the version, or let it score as a shadow first.",
            "known", "This file is already stored with the same manifest.",
            "training",
                    "Training requested; it starts when a trainer is free. The new version is a shadow until you activate it.",
            "cancelled", "Training cancelled.",
            "activated", "Activated: this version scores from now on.",
            "shadowed", "Shadow: its scores are recorded, but not written.",
            "retired", "This version no longer scores, and its waiting scores are not written. Recorded scores stay.");

    private final TenantRegistry tenants;
    private final ModelPages pages;
    private final Uploads uploads;
    private final ModelResource models;
    private final Models versions;
    private final Frames frames;

    ModelPageResource(
            TenantRegistry tenants,
            ModelPages pages,
            Uploads uploads,
            ModelResource models,
            Models versions,
            Frames frames) {
        this.tenants = tenants;
        this.pages = pages;
        this.uploads = uploads;
        this.models = models;
        this.versions = versions;
        this.frames = frames;
    }

    @GET
    @RolesAllowed("viewer")
    public String list(@RestPath String tenant, @QueryParam("done") @DefaultValue("") String done) {
        return Templates.models(frames.frame(NOTICES.get(done)), pages.list(tenant, Optional.empty()))
                .render();
    }

    @GET
    @Path("/{version}")
    @RolesAllowed("viewer")
    public String one(
            @RestPath String tenant, @RestPath String version, @QueryParam("done") @DefaultValue("") String done) {
        return Templates.model(frames.frame(NOTICES.get(done)), pages.one(tenant, version))
                .render();
    }

    /** Shows a refusal above the form, so that the operator can try again, unless the whole form was too large. */
    @POST
    @ModelUpload
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed("operator")
    public Response upload(
            @RestPath String tenant,
            @RestForm FileUpload model,
            @RestForm FileUpload manifest,
            @RestForm FileUpload card)
            throws IOException {
        // if no file is chosen, browsers send an empty one without a name
        boolean hasCard = card != null && card.size() > 0;
        try {
            Uploads.Upload upload = uploads.upload(
                    tenants.require(tenant),
                    Optional.ofNullable(model).map(FileUpload::uploadedFile),
                    manifest == null ? Optional.empty() : Optional.of(UploadedManifest.read(manifest.uploadedFile())),
                    hasCard ? Optional.of(ModelCard.read(card.uploadedFile())) : Optional.empty());
            return done(tenant, upload.version().version, upload.created() ? "uploaded" : "known");
        } catch (HttpProblem problem) {
            String page = Templates.models(frames.frame(null), pages.list(tenant, Optional.of(problem)))
                    .render();
            return Response.fromResponse(problem.toResponse())
                    .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                    .entity(page)
                    .build();
        }
    }

    @POST
    @Path("/{version}/activate")
    @RolesAllowed("operator")
    public Response activate(@RestPath String tenant, @RestPath String version) {
        return done(tenant, models.activate(tenant, version).version(), "activated");
    }

    @POST
    @Path("/{version}/shadow")
    @RolesAllowed("operator")
    public Response shadow(@RestPath String tenant, @RestPath String version) {
        return done(tenant, models.shadow(tenant, version).version(), "shadowed");
    }

    @POST
    @Path("/{version}/retire")
    @RolesAllowed("operator")
    public Response retire(@RestPath String tenant, @RestPath String version, @RestForm String was) {
        return done(
                tenant, versions.retire(tenants.require(tenant), version, was).version(), "retired");
    }

    private static Response done(String tenant, String version, String what) {
        return Addresses.redirect(Addresses.done(Addresses.model(tenant, version), what))
                .build();
    }
}
