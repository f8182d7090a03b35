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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The effects of an event, in the transaction that marks it done. */
@TenantRows
class WebhookActions {

    /** Actions that are processed one by one. All others are read, also those that another release has stored. */
    static final Set<String> ERASES = Effect.actions(Effect.ERASE_CANDIDATE, Effect.ERASE_APPLICATION);

    private static final String OF_CANDIDATES =
            "SELECT application_id FROM score WHERE tenant_id = ?1 AND candidate_id = ANY(?2)";

    private final WebhookQueue queue;
    private final Withheld withheld;
    private final Erasures erasures;
    private final Merges merges;
    private final Objections objections;
    private final Event<ApplicationsWanted> wanted;
    private final Sql sql;

    WebhookActions(
            WebhookQueue queue,
            Withheld withheld,
            Erasures erasures,
            Merges merges,
            Objections objections,
            Event<ApplicationsWanted> wanted,
            Sql sql) {
        this.queue = queue;
        this.withheld = withheld;
        this.erasures = erasures;
        this.merges = merges;
        this.objections = objections;
        this.wanted = wanted;
        this.sql = sql;
    }

    /**
     * Stores an event to be worked on; without ids if its candidate is erased, because it needs no work then, unless it erases too: the
     * first erasure may have been one by API, which can be taken back. A merge is applied at once, because either of its candidates may be
     * erased. All of them wait for a purge, and fail after it.
     */
    Reception take(TenantId tenant, String eventId, Notice notice) {
        sql.value(WebhookQueue.SHORT_WAIT, String.class);
        if (notice.effect() == Effect.MERGE) {
            merges.merge(
                    tenant, notice.candidate().orElseThrow(), notice.winner().orElseThrow());
            return queue.addDone(tenant, eventId, notice.action(), "merged");
        }
        boolean erased = withheld.erased(tenant, notice.candidate());
        return erased && notice.effect() != Effect.ERASE_CANDIDATE
                ? queue.addDone(tenant, eventId, notice.action(), "erased")
                : queue.add(tenant, eventId, notice);
    }

    /**
     * Requests the applications that a batch of events names, and returns the number of events. What is wanted names candidates: an erasure
     * or a merge of the meantime waits, and then finds it.
     */
    int read(TenantId tenant) {
        sql.value(WebhookQueue.SHORT_WAIT, String.class);
        withheld.erased(tenant, Optional.empty());
        List<Waiting> events = queue.takeBut(tenant, ERASES);
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
            applications.addAll(sql.list(OF_CANDIDATES, Long.class, tenant, candidates));
        }
        wanted.fire(new ApplicationsWanted(tenant, applications, owners));
        if (candidates.length > 0) {
            // may lock the position, which comes after what is wanted
            objections.sweepAfterChange(tenant, List.of(candidates));
        }
        queue.done(tenant, events, "read");
        return events.size();
    }

    /** Whether it was still to be done. */
    boolean erase(TenantId tenant, String eventId) {
        sql.value(WebhookQueue.SHORT_WAIT, String.class);
        erasures.await(tenant);
        Optional<Waiting> taken = queue.take(tenant, eventId);
        taken.ifPresent(event -> erase(tenant, event));
        return taken.isPresent();
    }

    private void erase(TenantId tenant, Waiting event) {
        if (Effect.of(event.action()) == Effect.ERASE_CANDIDATE) {
            // deleted candidates are remembered too: their other events may still arrive
            erasures.candidate(tenant, event.candidate().orElseThrow(), event.applications(), true);
        } else {
            event.applications().forEach(application -> erasures.application(tenant, application));
            if (queue.again(tenant, event.eventId())) {
                return;
            }
        }
        queue.done(tenant, List.of(event), "erased");
    }
}
