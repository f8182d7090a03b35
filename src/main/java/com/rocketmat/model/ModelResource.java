package com.rocketmat.model;

import com.rocketmat.tenant.KnownTenants;
import com.rocketmat.tenant.TenantId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** A tenant's models: list, upload, activate, shadow. */
@Path("/api/tenants/{tenant}/models")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({"viewer", "operator"})
public class ModelResource {

    private final KnownTenants tenants;
    private final Models models;
    private final ModelStore store;
    private final Uploads uploads;

    ModelResource(KnownTenants tenants, Models models, ModelStore store, Uploads uploads) {
        this.tenants = tenants;
        this.models = models;
        this.store = store;
        this.uploads = uploads;
    }

    @GET
    public ModelView.Page list(String tenant) {
        return ModelView.Page.of(store.list(tenants.require(tenant)));
    }

    @GET
    @Path("{version}")
    public ModelView get(String tenant, String version) {
        return store.find(tenants.require(tenant), version)
                .map(ModelView::of)
                .orElseThrow(() -> ModelStore.unknown(version));
    }

    /** Stores a model after its checks; the same file and manifest once more change nothing and answer 200. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed("operator")
    public RestResponse<ModelView> upload(
            String tenant,
            @RestForm FileUpload model,
            @RestForm("manifest") FileUpload manifestFile,
            @RestForm("manifest") String manifestText)
            throws IOException {
        TenantId id = tenants.require(tenant);
        if (model == null) {
            throw new ModelRefused(
                    "form", "model", "the form has no file named model", "send it as -F model=@engineering.onnx");
        }
        Uploads.Upload upload = uploads.upload(id, model.uploadedFile(), manifest(manifestFile, manifestText));
        ModelView view = ModelView.of(upload.version());
        return upload.created()
                ? RestResponse.ResponseBuilder.<ModelView>created(location(id, view))
                        .entity(view)
                        .build()
                : RestResponse.ok(view);
    }

    private static String manifest(FileUpload file, String text) throws IOException {
        if (file == null && text == null) {
            throw new ModelRefused(
                    "form", "manifest", "the form has no manifest", "send it as -F manifest=@engineering.json");
        }
        try {
            return file == null ? text : Files.readString(file.uploadedFile());
        } catch (MalformedInputException e) {
            throw new ModelRefused("manifest", "manifest", "the manifest is not UTF-8", "send it as UTF-8");
        }
    }

    private static URI location(TenantId tenant, ModelView view) {
        return URI.create("/api/tenants/" + tenant + "/models/" + view.version());
    }

    @POST
    @Path("{version}/activate")
    @RolesAllowed("operator")
    public ModelView activate(String tenant, String version) {
        return ModelView.of(models.activate(tenants.require(tenant), version));
    }

    @POST
    @Path("{version}/shadow")
    @RolesAllowed("operator")
    public ModelView shadow(String tenant, String version) {
        return ModelView.of(models.shadow(tenants.require(tenant), version));
    }
}
