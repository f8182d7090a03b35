package com.rocketmat.console;

import com.rocketmat.access.Reach;
import com.rocketmat.access.WithinReach;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SameSite;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
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

    private final Changes changes;
    private final SecurityIdentity caller;

    ChangesResource(Changes changes, SecurityIdentity caller) {
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
    public Multi<String> one(@RestPath String tenant) {
        // without a query, as these calls are not limited; of a tenant that does not exist, the page says so when it
        // reloads
        return stream(new Reach.Only(Set.of(
                TenantId.parse(tenant).orElseThrow(TenantRegistry::unknown).value())));
    }

    private Multi<String> stream(Reach reach) {
        return changes.stream(reach, caller.getPrincipal().getName());
    }
}
