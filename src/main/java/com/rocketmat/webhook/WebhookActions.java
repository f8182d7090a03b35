package com.rocketmat.webhook;

import com.rocketmat.privacy.Erasures;
import com.rocketmat.privacy.Merges;
import com.rocketmat.privacy.Objections;
import com.rocketmat.privacy.Withheld;
import com.rocketmat.tenant.scope.ApplicationsWanted;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.webhook.WebhookQueue.Waiting;
import jakarta.enterprise.event.Event;
import jakarta.persistence.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Applies events, each in the transaction that marks it done. */
@TenantRows
class WebhookActions {

    /** Actions that are processed one by one. All others are read, including unknown ones that another release stored. */
    static final Set<String> ERASES = Effect.actions(Effect.ERASE_CANDIDATE, Effect.ERASE_APPLICATION);

    /** Of an application whose first score is being computed, only the request to read it names the candidate. */
    private static final String OF_CANDIDATES = """
            SELECT application_id, candidate_id FROM score WHERE tenant_id = ?1 AND candidate_id = ANY(?2)
            UNION SELECT application_id, candidate_id FROM wanted_application WHERE tenant_id = ?1 AND candidate_id = ANY(?2)""";

    private final WebhookQueue queue;
    private final Withheld withheld;
    private final Erasures erasures;
    private final Merges merges;
    private final Objections objections;
    private final Event<ApplicationsWanted> readings;
    private final Sql sql;

    WebhookActions(
            WebhookQueue queue,
            Withheld withheld,
            Erasures erasures,
            Merges merges,
            Objections objections,
            Event<ApplicationsWanted> readings,
            Sql sql) {
        this.queue = queue;
        this.withheld = withheld;
        this.erasures = erasures;
        this.merges = merges;
        this.objections = objections;
        this.readings = readings;
        this.sql = sql;
    }

    /**
     * Queues an event. If its candidate is erased, stores it as done and without ids, unless it erases the candidate too: the first erasure
     * may have been by API, which can be withdrawn. Applies a merge at once, because either candidate may be erased, and the end of an erased
     * candidate's application, whose score a merge may have brought. Waits for a purge, and fails after one.
     */
    Reception take(TenantId tenant, String eventId, Notice notice) {
        sql.value(WebhookQueue.SHORT_WAIT, String.class);
        if (notice.effect() == Effect.MERGE) {
            merges.merge(
                    tenant, notice.candidate().orElseThrow(), notice.winner().orElseThrow());
            return queue.addDone(tenant, eventId, notice.action(), "merged");
        }
        boolean endsApplications = notice.effect() == Effect.ERASE_APPLICATION;
        if (endsApplications && notice.candidate().stream().anyMatch(id -> isErased(tenant, id))) {
            // before the shared lock: two calls that both raised theirs would deadlock
            erasures.await(tenant);
        }
        Set<Long> erased =
                withheld.shareLock(tenant, notice.candidate().stream().toList());
        if (erased.isEmpty() || notice.effect() == Effect.ERASE_CANDIDATE) {
            return queue.add(tenant, eventId, notice);
        }
        if (endsApplications) {
            notice.applications().forEach(application -> erasures.eraseApplication(tenant, application));
        }
        return queue.addDone(tenant, eventId, notice.action(), "erased");
    }

    private boolean isErased(TenantId tenant, long candidate) {
        return withheld.rights(tenant, candidate).erasure() != null;
    }

    /**
     * Requests a reading of the applications in a batch of events. The requests name candidates, so a concurrent erasure or merge waits and
     * then finds them.
     *
     * @return the number of events
     */
    int read(TenantId tenant) {
        sql.value(WebhookQueue.SHORT_WAIT, String.class);
        withheld.shareLock(tenant, List.of());
        List<Waiting> events = queue.takeExcept(tenant, ERASES);
        Set<Long> applications = new TreeSet<>();
        Map<Long, Long> owners = new HashMap<>();
        events.forEach(event -> event.applications().forEach(application -> {
            applications.add(application);
            event.candidate().ifPresent(candidate -> owners.put(application, candidate));
        }));
        Long[] candidates = events.stream()
                .filter(event -> Effect.of(event.action()) != Effect.READ)
                .flatMap(event -> event.candidate().stream())
                .toArray(Long[]::new);
        if (candidates.length > 0) {
            sql.list(OF_CANDIDATES, Tuple.class, tenant, candidates).forEach(row -> {
                applications.add(row.get(0, Long.class));
                owners.put(row.get(0, Long.class), row.get(1, Long.class));
            });
        }
        readings.fire(new ApplicationsWanted(tenant, applications, owners));
        if (candidates.length > 0) {
            // may lock the position, which must come after the requested readings
            objections.sweepAfterChange(tenant, List.of(candidates));
        }
        queue.markDone(tenant, events, "read");
        return events.size();
    }

    /** Returns false if the event was done already, or another replica processes it. */
    boolean erase(TenantId tenant, String eventId) {
        sql.value(WebhookQueue.SHORT_WAIT, String.class);
        erasures.await(tenant);
        Optional<Waiting> taken = queue.take(tenant, eventId);
        taken.ifPresent(event -> erase(tenant, event));
        return taken.isPresent();
    }

    private void erase(TenantId tenant, Waiting event) {
        if (Effect.of(event.action()) == Effect.ERASE_CANDIDATE) {
            // deleted candidates are remembered, since other events of theirs may still arrive
            erasures.eraseDeleted(tenant, event.candidate().orElseThrow(), event.applications());
        } else {
            event.applications().forEach(application -> erasures.eraseApplication(tenant, application));
            if (queue.scheduleSecondErasure(tenant, event.eventId())) {
                return;
            }
        }
        queue.markDone(tenant, List.of(event), "erased");
    }
}
