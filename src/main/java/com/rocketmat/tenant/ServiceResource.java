package com.rocketmat.tenant;

import com.rocketmat.access.Reach;
import com.rocketmat.access.WithinReach;
import com.rocketmat.tenant.state.PauseOfAll;
import com.rocketmat.tenant.state.PauseOfAll.Pause;
import com.rocketmat.tenant.vault.VaultContact;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Actions on all tenants at once. */
@Path("/api")
@Tag(name = "service")
public class ServiceResource {

    private static final String WITHHELD = "the reason is shown to callers who are not restricted to some tenants";

    private final PauseOfAll pauseOfAll;
    private final VaultContact vault;
    private final SecurityIdentity caller;

    ServiceResource(PauseOfAll pauseOfAll, VaultContact vault, SecurityIdentity caller) {
        this.pauseOfAll = pauseOfAll;
        this.vault = vault;
        this.caller = caller;
    }

    @GET
    @Path("/status")
    @RolesAllowed("viewer")
    @WithinReach
    @Operation(summary = "Shows whether all tenants are paused, and whether this replica can read Vault")
    public ServiceStatus status() {
        return status(pauseOfAll.now());
    }

    @POST
    @Path("/pause")
    @RolesAllowed("operator")
    @Operation(
            summary = "Pauses all tenants, on every replica, before their next write; their own states do not change")
    public ServiceStatus pause() {
        return status(pauseOfAll.pause(caller.getPrincipal().getName()));
    }

    @POST
    @Path("/resume")
    @RolesAllowed("operator")
    @Operation(summary = "Resumes all tenants where they stopped")
    public ServiceStatus resume() {
        return status(pauseOfAll.resume(caller.getPrincipal().getName()));
    }

    private ServiceStatus status(Pause pause) {
        VaultContact.Status contact = vault.status();
        // it may contain the path of any tenant's secret, and so its id
        Optional<String> reason = contact.reason().map(told -> Reach.of(caller) instanceof Reach.All ? told : WITHHELD);
        return new ServiceStatus(
                pause.paused(),
                pause.since(),
                pause.by(),
                new ServiceStatus.Vault(
                        contact.state().name().toLowerCase(Locale.ROOT),
                        reason.orElse(null),
                        vault.age().toSeconds()));
    }
}
