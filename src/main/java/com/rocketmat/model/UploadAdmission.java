package com.rocketmat.model;

import com.rocketmat.problem.ProblemType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.CompletionCallback;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.HashMap;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Limits concurrent uploads: each holds a worker thread from the first byte of its form to the end of its checks, and the caller
 * determines how long that takes. Refused uploads take neither a thread nor disk space.
 */
@ApplicationScoped
class UploadAdmission {

    /** One is checked while two wait. */
    private static final int AT_ONCE = 3;

    /** Roughly the time that the checks of a model take. */
    private static final int SECONDS = 10;

    private static final String PLACE = UploadAdmission.class.getName();

    private final Map<String, Object> tenants = new HashMap<>();

    @ModelUpload
    @ServerRequestFilter(nonBlocking = true, priority = Priorities.AUTHENTICATION)
    void admit(ResteasyReactiveContainerRequestContext request) {
        String tenant = request.getUriInfo().getPathParameters().getFirst("tenant");
        Object place = begin(tenant);
        request.setProperty(PLACE, place);
        // may be called more than once
        CompletionCallback end = _ -> end(tenant, place);
        ((ResteasyReactiveRequestContext) request.getServerRequestContext()).registerCompletionCallback(end);
    }

    /** Before the caller has the answer, and may send the next one. */
    @ModelUpload
    @ServerResponseFilter
    void leave(ContainerRequestContext request) {
        end(request.getUriInfo().getPathParameters().getFirst("tenant"), request.getProperty(PLACE));
    }

    private synchronized Object begin(String tenant) {
        if (tenants.containsKey(tenant)) {
            throw ProblemType.BUSY.passing("Another upload for this tenant is in progress", SECONDS);
        }
        if (tenants.size() >= AT_ONCE) {
            throw ProblemType.BUSY.passing("Too many uploads are in progress", SECONDS);
        }
        Object place = new Object();
        tenants.put(tenant, place);
        return place;
    }

    private synchronized void end(String tenant, Object place) {
        tenants.remove(tenant, place);
    }
}
