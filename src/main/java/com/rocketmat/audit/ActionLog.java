package com.rocketmat.audit;

import com.rocketmat.problem.CallPath;
import com.rocketmat.problem.WholeNumber;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.runtime.BlockingOperationControl;
import jakarta.annotation.PreDestroy;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Records the actions and refusals of callers for every resource: who, what, from where, and the outcome. Skips unauthenticated calls, since
 * anyone could fill the log with them.
 */
class ActionLog {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    /** Path parameters that identify a person: the log keeps no ids of people. */
    private static final Set<String> PEOPLE = Set.of(AuditLog.CANDIDATE, "application");

    /** Query parameters that change what an action does. */
    private static final List<String> PARAMETERS = List.of("clear", "force");

    private static final Pattern LAST_SLASH = Pattern.compile("/$");
    private static final String CALL = "call";
    private static final String UNKNOWN = "unknown call";

    private static final String PURGE = "DELETE /api/tenants/{tenant}";

    private static final int MAX_LENGTH = 200;
    private static final int CLIENT_ERRORS = 400;
    private static final int FORBIDDEN = 403;
    private static final int THREADS = 2;
    static final int MAX_WAITING = 200;
    /** Lets the process end although the database does not answer. */
    private static final int SHUTDOWN_SECONDS = 5;

    private static final int SERVER_ERRORS = 500;

    private final AuditLog log;
    private final Caller caller;
    private final ActionDetails added;
    private final Clock clock;
    /** Separate threads with connections of their own: other calls may use up those for calls between an action and its entry. */
    final ExecutorService actions = threads("audit-", THREADS, new LinkedBlockingQueue<>());
    /** Bounded, and apart from actions, since callers who are refused on the event loop do not wait for their entries. */
    final ExecutorService refusals = threads("audit-refusals-", 1, new ArrayBlockingQueue<>(MAX_WAITING));

    ActionLog(AuditLog log, Caller caller, ActionDetails added, Clock clock) {
        this.log = log;
        this.caller = caller;
        this.added = added;
        this.clock = clock;
    }

    private static ExecutorService threads(String name, int number, BlockingQueue<Runnable> waiting) {
        return new ThreadPoolExecutor(
                number,
                number,
                0,
                TimeUnit.SECONDS,
                waiting,
                Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    /**
     * Once a caller hangs up, Quarkus skips all further handlers, including response filters (quarkusio/quarkus#50990), so the action would
     * not be logged.
     */
    @ServerRequestFilter(nonBlocking = true, priority = Priorities.AUTHENTICATION)
    void ignoreHangUp(ResteasyReactiveContainerRequestContext request) {
        if (!READS.contains(request.getMethod())) {
            // replaces Quarkus's own handler
            ((ResteasyReactiveRequestContext) request.getServerRequestContext())
                    .serverResponse()
                    .addCloseHandler(() -> {});
        }
    }

    @ServerResponseFilter
    void write(ContainerRequestContext request, ContainerResponseContext answer) {
        boolean acts = !READS.contains(request.getMethod());
        Optional<String> actor = added.signedIn();
        if (actor.isEmpty() && (acts || answer.getStatus() == FORBIDDEN)) {
            actor = caller.authenticated()
                    .map(identity -> identity.getPrincipal().getName());
        }
        actor.ifPresent(name -> write(name, request, answer));
    }

    private void write(String actor, ContainerRequestContext request, ContainerResponseContext answer) {
        MultivaluedMap<String, String> parameters = request.getUriInfo().getPathParameters();
        Optional<Long> candidate =
                Optional.ofNullable(parameters.getFirst(AuditLog.CANDIDATE)).flatMap(WholeNumber::of);
        Map<String, String> details = details(request.getUriInfo(), answer.getStatus());
        String action = action(request);
        if (action.equals(UNKNOWN)) {
            // a detail, since callers could make up any number of action names
            String path = CallPath.withoutIds(request.getUriInfo().getPath());
            details.put(CALL, cut(request.getMethod() + " " + path));
        }
        AuditPhase phase = phase(answer.getStatus());
        // for all tenants: a purged one whose secret still exists may be back already and would keep the entry
        Optional<TenantId> tenant = action.equals(PURGE) && phase == AuditPhase.DONE
                ? Optional.empty()
                : Optional.ofNullable(parameters.getFirst(AuditLog.TENANT)).flatMap(TenantId::parse);
        record(tenant, candidate, new AuditLog.Line(clock.instant(), actor, action, phase, added.reference(), details));
    }

    void record(Optional<TenantId> tenant, Optional<Long> candidate, AuditLog.Line line) {
        Runnable entry = () -> log.addOrTell(tenant, candidate, line);
        try {
            if (BlockingOperationControl.isBlockingAllowed()) {
                CompletableFuture.runAsync(entry, actions).join();
            } else {
                refusals.execute(entry);
            }
        } catch (RejectedExecutionException e) {
            AuditLog.tell(e, tenant, line);
        }
    }

    private Map<String, String> details(UriInfo uri, int status) {
        Map<String, String> details = new TreeMap<>(added.all());
        add(details, uri.getQueryParameters(), PARAMETERS::contains);
        add(details, uri.getPathParameters(), name -> !PEOPLE.contains(name));
        details.put(AuditLog.STATUS, String.valueOf(status));
        caller.address().ifPresent(address -> details.put(Caller.ADDRESS, address));
        return details;
    }

    private static void add(
            Map<String, String> details, MultivaluedMap<String, String> parameters, Predicate<String> shown) {
        parameters.keySet().stream().filter(shown).forEach(name -> details.put(name, cut(parameters.getFirst(name))));
    }

    @PreDestroy
    void end() throws InterruptedException {
        refusals.shutdown();
        actions.shutdown();
        actions.awaitTermination(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        refusals.awaitTermination(1, TimeUnit.SECONDS);
    }

    private static AuditPhase phase(int status) {
        if (status >= SERVER_ERRORS) {
            return AuditPhase.FAILED;
        }
        return status >= CLIENT_ERRORS ? AuditPhase.REFUSED : AuditPhase.DONE;
    }

    /** From the resource's path templates, so that an action always has the same name. */
    private static String action(ContainerRequestContext request) {
        RuntimeResource resource = CurrentRequestManager.get().getTarget();
        if (resource == null) {
            return UNKNOWN;
        }
        String template = resource.getClassPath().template + resource.getPath().template;
        return request.getMethod() + " " + LAST_SLASH.matcher(template).replaceFirst("");
    }

    static String cut(String text) {
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
    }
}
