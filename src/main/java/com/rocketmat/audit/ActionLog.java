package com.rocketmat.audit;

import com.rocketmat.problem.CallPath;
import com.rocketmat.problem.WholeNumber;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import io.quarkus.runtime.BlockingOperationControl;
import jakarta.annotation.PreDestroy;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Records what callers do and what they are refused, for every resource: who, what, from where, and the outcome. Calls without a
 * known caller are not recorded, since anyone could fill the log with them.
 */
class ActionLog {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String APPLICATION = "application";
    /** In an address without a resource an id may be a person's. */
    private static final Pattern ANY_ID = Pattern.compile("/\\d+(?=/|$)");

    /** Parameters that say how far an action goes. */
    private static final List<String> EXTENTS = List.of("clear", "force");

    private static final Pattern LAST_SLASH = Pattern.compile("/$");
    private static final String CALL = "call";
    private static final String UNKNOWN = "unknown call";

    private static final String PURGE = "DELETE /api/tenants/{tenant}";

    private static final int LONGEST = 200;
    private static final int CLIENT_ERRORS = 400;
    private static final int FORBIDDEN = 403;
    private static final int AT_ONCE = 2;
    /** A database that does not answer must not keep the process from ending. */
    private static final int LAST_SECONDS = 5;

    private static final int SERVER_ERRORS = 500;

    private final AuditLog log;
    private final Caller caller;
    private final ActionDetails more;
    /** Not of the call, whose share of the connections others may use up between its action and this. */
    final ExecutorService own = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("audit-", 0).factory());

    ActionLog(AuditLog log, Caller caller, ActionDetails more) {
        this.log = log;
        this.caller = caller;
        this.more = more;
    }

    /**
     * Quarkus runs no more handlers for a caller who hangs up, response filters neither (quarkusio/quarkus#50990): what the caller did would
     * be in no log.
     */
    @ServerRequestFilter(nonBlocking = true, priority = Priorities.AUTHENTICATION)
    void seeToTheEnd(ResteasyReactiveContainerRequestContext request) {
        if (!READS.contains(request.getMethod())) {
            // takes the place of Quarkus's own
            ((ResteasyReactiveRequestContext) request.getServerRequestContext())
                    .serverResponse()
                    .addCloseHandler(() -> {});
        }
    }

    @ServerResponseFilter
    void write(ContainerRequestContext request, ContainerResponseContext answer) {
        boolean acts = !READS.contains(request.getMethod());
        Optional<String> actor = more.signedIn();
        if (actor.isEmpty() && (acts || answer.getStatus() == FORBIDDEN)) {
            actor = caller.known().map(known -> known.getPrincipal().getName());
        }
        actor.ifPresent(name -> write(name, request, answer));
    }

    private void write(String actor, ContainerRequestContext request, ContainerResponseContext answer) {
        MultivaluedMap<String, String> parameters = request.getUriInfo().getPathParameters();
        String tenant = parameters.getFirst(AuditLog.TENANT);
        Map<String, String> details = new TreeMap<>(more.all());
        MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
        EXTENTS.stream().filter(query::containsKey).forEach(name -> details.put(name, cut(query.getFirst(name))));
        parameters.forEach((name, values) -> details.put(name, cut(values.getFirst())));
        Optional<Long> candidate =
                Optional.ofNullable(details.remove(AuditLog.CANDIDATE)).flatMap(WholeNumber::of);
        // names a person too, and the log keeps no ids of people
        details.remove(APPLICATION);
        details.put(AuditLog.STATUS, String.valueOf(answer.getStatus()));
        caller.address().ifPresent(from -> details.put(Caller.ADDRESS, from));
        String action = action(request);
        if (action.equals(UNKNOWN)) {
            // otherwise callers could make up any number of action names
            String path = CallPath.withoutPeople(request.getUriInfo().getPath());
            details.put(
                    CALL, cut(request.getMethod() + " " + ANY_ID.matcher(path).replaceAll("/*")));
        }
        var line = new AuditLog.Line(actor, action, phase(answer.getStatus()), more.reference(), details);
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(tenant, candidate, line), own);
        // on the event loop it was refused before a worker thread was taken
        if (BlockingOperationControl.isBlockingAllowed()) {
            written.join();
        }
    }

    @PreDestroy
    void end() throws InterruptedException {
        own.shutdown();
        own.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
    }

    /** The action has already happened: if the audit log cannot be written, the service's own log reports it. */
    private void write(String tenant, Optional<Long> candidate, AuditLog.Line line) {
        try {
            Optional<TenantId> whose = Optional.ofNullable(tenant).flatMap(TenantId::parse);
            if (whose.isPresent() && !purged(line)) {
                log.add(whose.get(), candidate, line);
            } else {
                log.addForAll(line);
            }
        } catch (RuntimeException e) {
            Log.errorf(
                    "Cannot write to the audit log (%s): %s by %s, %s",
                    e.getClass().getSimpleName(), line.action(), line.actor(), line.details());
        }
    }

    /** A row of its own would be left behind if the tenant is there again by now, since its secret still exists. */
    private static boolean purged(AuditLog.Line line) {
        return line.action().equals(PURGE) && line.phase() == AuditPhase.DONE;
    }

    private static AuditPhase phase(int status) {
        if (status >= SERVER_ERRORS) {
            return AuditPhase.FAILED;
        }
        return status >= CLIENT_ERRORS ? AuditPhase.REFUSED : AuditPhase.DONE;
    }

    /** By the resource's own templates, so that an action always has the same name. */
    private static String action(ContainerRequestContext request) {
        RuntimeResource resource = CurrentRequestManager.get().getTarget();
        if (resource == null) {
            return UNKNOWN;
        }
        String template = resource.getClassPath().template + resource.getPath().template;
        return request.getMethod() + " " + LAST_SLASH.matcher(template).replaceFirst("");
    }

    static String cut(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
