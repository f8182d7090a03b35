package com.rocketmat.feature;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The documentation of the catalogue, generated from it. */
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
            summary = "Lists the features that a model's manifest may ask for",
            description =
                    "Names with brackets are families: application.custom[key] takes the name key of any custom field.")
    public Features features() {
        return new Features(catalogue.describe(), null);
    }

    /**
     * A list like any other of this API; the catalogue fits on one page.
     *
     * @param next always null
     */
    public record Features(
            List<FeatureDescription> items,
            @Schema(nullable = true) String next) {}
}
