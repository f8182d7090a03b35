package com.rocketmat.schedule;

import com.rocketmat.tenant.KnownTenants;
import com.rocketmat.tenant.TenantDue;
import com.rocketmat.tenant.TenantId;
import com.rocketmat.tenant.TenantRegistry;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;

/** Runs on demand. */
@Path("/api/tenants/{tenant}/runs")
@Tag(name = "runs")
public class RunRequestResource {

    private static final int ACCEPTED = 202;

    private final KnownTenants tenants;
    private final TenantRegistry registry;
    private final TenantScheduler scheduler;

    RunRequestResource(KnownTenants tenants, TenantRegistry registry, TenantScheduler scheduler) {
        this.tenants = tenants;
        this.registry = registry;
        this.scheduler = scheduler;
    }

    @POST
    @RolesAllowed("operator")
    @ResponseStatus(ACCEPTED)
    @Operation(summary = "Makes the tenant due now; asked again before the run starts, it changes nothing")
    public Accepted run(@RestPath String tenant) {
        TenantId id = tenants.require(tenant);
        if (registry.settings(id).isEmpty()) {
            throw HttpProblem.builder()
                    .withStatus(Status.CONFLICT)
                    .withTitle("The tenant does not run")
                    .withDetail("Its secret in Vault is missing or unusable; correct it first")
                    .build();
        }
        scheduler.on(new TenantDue(id, "operator"));
        return new Accepted(id.value(), "operator");
    }

    @RegisterForReflection
    public record Accepted(String tenant, String trigger) {}
}
