package com.rocketmat.console;

import com.rocketmat.access.Reach;
import com.rocketmat.access.WithinReach;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SameSite;
import com.rocketmat.tenant.TenantRegistry;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Event streams that make a page reload itself. */
@SameSite
@Path(Addresses.EVENTS)
@Produces(MediaType.SERVER_SENT_EVENTS)
public class ChangesResource {

    private final TenantRegistry tenants;
    private final Changes changes;
    private final SecurityIdentity caller;

    ChangesResource(TenantRegistry tenants, Changes changes, SecurityIdentity caller) {
        this.tenants = tenants;
        this.changes = changes;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("viewer")
    @WithinReach
    @RestStreamElementType(MediaType.TEXT_PLAIN)
    public Multi<String> all() {
        return stream(Reach.of(caller));
    }

    @GET
    @Path("/{tenant}")
    @RolesAllowed("viewer")
    @RestStreamElementType(MediaType.TEXT_PLAIN)
    @Blocking
    public Multi<String> one(@RestPath String tenant) {
        return stream(new Reach.Only(Set.of(tenants.require(tenant).value())));
    }

    private Multi<String> stream(Reach reach) {
        return changes.stream(reach, caller.getPrincipal().getName());
    }
}
