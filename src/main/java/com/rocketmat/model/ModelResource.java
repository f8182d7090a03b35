package com.rocketmat.model;

import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.ListPage;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.multipart.FileUpload;

/** A tenant's models. */
@Path("/api/tenants/{tenant}/models")
@Tag(name = "models")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
public class ModelResource {

    private final TenantRegistry tenants;
    private final Models models;
    private final ModelStore store;
    private final Uploads uploads;
    private final ModelCards cards;

    ModelResource(TenantRegistry tenants, Models models, ModelStore store, Uploads uploads, ModelCards cards) {
        this.tenants = tenants;
        this.models = models;
        this.store = store;
        this.uploads = uploads;
        this.cards = cards;
    }

    @GET
    @Operation(summary = "Lists the versions, newest first")
    public ModelView.Page list(
            String tenant,
            @QueryParam("state") List<String> state,
            @QueryParam("cursor") @DefaultValue(ModelVersion.Place.FIRST) @Pattern(regexp = "\\d{1,16}\\.[0-9a-f]*")
                    String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(500) int limit) {
        Set<ModelState> states = ModelState.named(state);
        TenantId id = tenants.require(tenant);
        var page = ListPage.of(limit, size -> store.page(id, states, ModelVersion.Place.of(cursor), size));
        return new ModelView.Page(page.rows(ModelView::of), page.next(ModelVersion::cursor));
    }

    @GET
    @Path("{version}")
    @Operation(summary = "Returns a version with its state and the results of its checks")
    public ModelView get(String tenant, String version) {
        return store.find(tenants.require(tenant), version)
                .map(ModelView::of)
                .orElseThrow(() -> ModelStore.unknown(version));
    }

    @GET
    @Path("{version}/card")
    @Produces({MediaType.APPLICATION_JSON, "text/markdown"})
    @APIResponse(
            responseCode = "200",
            description = "JSON or Markdown, as it was uploaded; the card of a trained version is JSON",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        example =
                                "{\"purpose\":\"Scores applications by how much they resemble those that were hired\",\"rows\":1500,\"contact\":\"ana\"}"),
                @Content(
                        mediaType = "text/markdown",
                        schema = @Schema(implementation = String.class),
                        example = "# Engineers 2026\n\nScores applications for engineering jobs.")
            })
    @Extension(name = "x-problems", value = "model-unknown model-card-missing")
    @Operation(
            summary =
                    "Returns a version's card: what it is for, what it was trained on, how good it is, who is responsible for it")
    public RestResponse<String> card(String tenant, String version) {
        TenantId id = tenants.require(tenant);
        models.require(id, version);
        ModelCard card = cards.find(id, version).orElseThrow(ModelResource::noCard);
        return RestResponse.ResponseBuilder.ok(card.content())
                .type(
                        card.format() == ModelCard.Format.JSON
                                ? MediaType.APPLICATION_JSON
                                : "text/markdown;charset=UTF-8")
                .build();
    }

    private static HttpProblem noCard() {
        return ModelProblems.NO_CARD.problem(
                "The version has no card",
                "upload the same file and manifest again with a part named card, Markdown or JSON");
    }

    @POST
    @ModelUpload
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed("operator")
    @Operation(
            summary = "Checks a model and stores it",
            description =
                    "Uploading the same file and manifest again changes nothing and returns 200, so you can repeat the call."
                            + " The cases of a manifest are checked each time and not stored. card (optional): Markdown, or JSON with purpose,"
                            + " period, rows, label, metrics, limits and contact; it replaces the version's previous card.")
    @APIResponse(
            responseCode = "201",
            description = "Stored; see Location",
            headers = @Header(name = HttpHeaders.LOCATION, schema = @Schema(type = SchemaType.STRING)),
            content = @Content(schema = @Schema(implementation = ModelView.class)))
    @APIResponse(
            responseCode = "200",
            description = "Already stored",
            content = @Content(schema = @Schema(implementation = ModelView.class)))
    @Extension(name = "x-problems", value = "bad-form model-*")
    public RestResponse<ModelView> upload(
            String tenant,
            @RestForm FileUpload model,
            @RestForm("manifest") FileUpload manifestFile,
            @RestForm("manifest") String manifestText,
            @RestForm("card") FileUpload cardFile,
            @RestForm("card") String cardText)
            throws IOException {
        TenantId id = tenants.require(tenant);
        Optional<String> manifest = manifestFile == null
                ? Optional.ofNullable(manifestText)
                : Optional.of(UploadedManifest.read(manifestFile.uploadedFile()));
        Optional<String> card =
                cardFile == null ? Optional.ofNullable(cardText) : Optional.of(ModelCard.read(cardFile.uploadedFile()));
        Uploads.Upload upload =
                uploads.upload(id, Optional.ofNullable(model).map(FileUpload::uploadedFile), manifest, card);
        ModelView view = ModelView.of(upload.version());
        return upload.created()
                ? RestResponse.ResponseBuilder.<ModelView>created(location(id, view))
                        .entity(view)
                        .build()
                : RestResponse.ok(view);
    }

    private static URI location(TenantId tenant, ModelView view) {
        return URI.create("/api/tenants/" + tenant + "/models/" + view.version());
    }

    @POST
    @Path("{version}/activate")
    @RolesAllowed("operator")
    @Operation(summary = "Activates a version and retires the active one")
    @Extension(name = "x-problems", value = "model-state model-card-required")
    public ModelView activate(String tenant, String version) {
        return ModelView.of(models.activate(tenants.require(tenant), version));
    }

    @POST
    @Path("{version}/shadow")
    @RolesAllowed("operator")
    @Operation(summary = "Runs a version as a shadow: it scores beside the active one, and nothing is written")
    @Extension(name = "x-problems", value = "model-state")
    public ModelView shadow(String tenant, String version) {
        return ModelView.of(store.shadow(tenants.require(tenant), version));
    }

    @POST
    @Path("{version}/retire")
    @RolesAllowed("operator")
    @Operation(summary = "Retires a version; its waiting scores are not written")
    @Extension(name = "x-problems", value = "model-state")
    public ModelView retire(String tenant, String version) {
        return ModelView.of(store.retire(tenants.require(tenant), version, _ -> true));
    }
}
