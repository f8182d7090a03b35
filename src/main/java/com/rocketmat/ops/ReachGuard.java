package com.rocketmat.ops;

import com.rocketmat.access.Reach;
import com.rocketmat.access.WithinReach;
import com.rocketmat.feature.FeatureResource;
import com.rocketmat.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;

/** Restricts callers to the tenants within their reach, and refuses calls that are not known to be within it. */
class ReachGuard {

    private static final String WITHIN = "rocketmat.within-reach";
    private static final String TENANT = "tenant";

    private final SecurityIdentity caller;

    ReachGuard(SecurityIdentity caller) {
        this.caller = caller;
    }

    @WithinReach
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION - 1)
    void mark(ContainerRequestContext request) {
        request.setProperty(WITHIN, true);
    }

    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    void guard(ContainerRequestContext request, SimpleResourceInfo resource) {
        if (caller.isAnonymous() || Reach.of(caller) instanceof Reach.All) {
            return;
        }
        String tenant = request.getUriInfo().getPathParameters().getFirst(TENANT);
        boolean within = tenant == null
                ? request.getProperty(WITHIN) != null || isTenantIndependent(resource.getResourceClass())
                : Reach.of(caller).covers(tenant);
        if (!within) {
            throw ProblemType.OUT_OF_REACH.problem(
                    "The caller is restricted to some tenants, and this call concerns other tenants or all of them",
                    "ask for a tenant within reach; the reach is set in Vault's operators, or in the token's claim");
        }
    }

    /** For the catalogue of features, whose package may not depend on {@link WithinReach}. */
    private static boolean isTenantIndependent(Class<?> resource) {
        return resource == FeatureResource.class;
    }
}
