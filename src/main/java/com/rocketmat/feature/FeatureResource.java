package com.rocketmat.feature;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The documentation of the catalogue, made from the catalogue. */
@Path("/api/features")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed("viewer")
@Tag(name = "features")
public class FeatureResource {

    private final FeatureCatalogue catalogue;

    FeatureResource(FeatureCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GET
    @Operation(
            summary = "What a model's manifest may ask for",
            description =
                    "Names in brackets are families: application.custom[key] stands for every custom field's name key.")
    public Features features() {
        return new Features(catalogue.describe(), null);
    }

    /**
     * A list as every list of this API; the catalogue fits one page.
     *
     * @param next always null
     */
    @RegisterForReflection
    public record Features(
            List<FeatureDescription> items,
            @Schema(nullable = true) String next) {}
}
