package com.rocketmat.doctor;

import com.rocketmat.audit.ActionDetails;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Reports whether a tenant works from end to end and, if not, what to do in Greenhouse. */
@Path("/api/tenants/{tenant}/doctor")
@Tag(name = "tenants")
public class DoctorResource {

    private final TenantRegistry tenants;
    private final Doctor doctor;
    private final ActionDetails details;

    DoctorResource(TenantRegistry tenants, Doctor doctor, ActionDetails details) {
        this.tenants = tenants;
        this.doctor = doctor;
        this.details = details;
    }

    /** Outside a transaction, because it calls Greenhouse. Accepts any content type, since clients send one without a body too. */
    @POST
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed("operator")
    @Extension(name = "x-problems", value = "tenant-not-running secret-replaced bad-body doctor-request")
    @Operation(
            summary = "Checks a tenant from its credential to a score, and says for each check what to do",
            description =
                    "Writes nothing unless you name a test application. It writes to that application and restores it.")
    public DoctorReport examine(
            @RestPath String tenant,
            @QueryParam("application") @Min(1) Long application,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = DoctorRequest.class)))
                    String body) {
        TenantId id = tenants.require(tenant);
        Optional<Long> named = DoctorRequest.application(body, application);
        if (named.isPresent()) {
            details.add("may write", "to the named application, and restores it");
        }
        return doctor.examine(id, named);
    }
}
