package com.rocketmat.decision.seal;

import com.rocketmat.tenant.TenantRegistry;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Computes a score of the log again. */
@Path("/api/tenants/{tenant}/decisions/{decision}/replay")
@Tag(name = "decisions")
public class ReplayResource {

    private final TenantRegistry tenants;
    private final Replays replays;

    ReplayResource(TenantRegistry tenants, Replays replays) {
        this.tenants = tenants;
        this.replays = replays;
    }

    @POST
    @RolesAllowed("operator")
    @Extension(
            name = "x-problems",
            value =
                    "bad-parameter decision-unknown decision-unsealed decision-erased decision-sealed decision-version vault-key vault-key-away")
    @Operation(
            summary = "Scores an application again with the version and the feature values of a decision",
            description =
                    "For tenants with decisions=features. same says whether the model's number is the recorded one, bit for bit. Another"
                            + " kind of processor, or another release of ONNX Runtime, may differ in the last digit.")
    public Replay replay(@RestPath String tenant, @RestPath("decision") @Min(1) long decision) {
        return replays.of(tenants.require(tenant), decision);
    }
}
