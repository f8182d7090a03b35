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
 * Limits concurrent uploads: each holds a worker thread from the first byte of its form to the end of its checks, for as long as the
 * caller takes to send it. A refused upload takes neither a thread nor disk space.
 */
@ApplicationScoped
class UploadAdmission {

    /** One is checked while two wait. */
    private static final int MAX_CONCURRENT = 3;

    /** About as long as the checks of a model take. */
    private static final int RETRY_SECONDS = 10;

    private static final String SLOT = UploadAdmission.class.getName();

    private final Map<String, Object> slots = new HashMap<>();

    @ModelUpload
    @ServerRequestFilter(nonBlocking = true, priority = Priorities.AUTHENTICATION)
    void admit(ResteasyReactiveContainerRequestContext request) {
        String tenant = request.getUriInfo().getPathParameters().getFirst("tenant");
        Object slot = acquire(tenant);
        request.setProperty(SLOT, slot);
        // the callback may run more than once
        CompletionCallback onCompletion = _ -> release(tenant, slot);
        ((ResteasyReactiveRequestContext) request.getServerRequestContext()).registerCompletionCallback(onCompletion);
    }

    /** Runs before the caller has the response and may send the next upload. */
    @ModelUpload
    @ServerResponseFilter
    void releaseOnResponse(ContainerRequestContext request) {
        release(request.getUriInfo().getPathParameters().getFirst("tenant"), request.getProperty(SLOT));
    }

    private synchronized Object acquire(String tenant) {
        if (slots.containsKey(tenant)) {
            throw ProblemType.BUSY.passing("Another upload for this tenant is in progress", RETRY_SECONDS);
        }
        if (slots.size() >= MAX_CONCURRENT) {
            throw ProblemType.BUSY.passing("Too many uploads are in progress", RETRY_SECONDS);
        }
        Object slot = new Object();
        slots.put(tenant, slot);
        return slot;
    }

    private synchronized void release(String tenant, Object slot) {
        slots.remove(tenant, slot);
    }
}
