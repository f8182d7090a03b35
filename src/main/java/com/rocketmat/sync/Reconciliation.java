package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.HiddenApplications;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.RateWindow;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.session.Budgets;
import com.rocketmat.privacy.Erasures;
import com.rocketmat.privacy.Merges;
import com.rocketmat.sync.run.OpenRun;
import com.rocketmat.sync.run.Reconciliations;
import com.rocketmat.sync.run.Reconciliations.Stored;
import com.rocketmat.tenant.scope.TenantId;
import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Reads the applications and candidates whose ids are stored. No list reports deletions, so an id missing from the answers is gone and its
 * data is deleted, provided that Greenhouse shows anything at all. An application hidden from the credential's user, because the candidate
 * became private or the job confidential, is left alone. An application that now belongs to another candidate was merged, and a candidate
 * without a name is erased. The opt_out_field is recorded too, since no window or sweep shows applications that are no longer open.
 */
@ApplicationScoped
class Reconciliation {

    /** One call in this many of a rate window. */
    private static final int SHARE = 20;
    /** Until Greenhouse has reported its rate window. */
    private static final RateWindow CAUTIOUS = new RateWindow(40, 40, Duration.ofSeconds(30), Instant.EPOCH);

    private final CandidateRights rights;
    private final Erasures erasures;
    private final Merges merges;
    private final Reconciliations reconciliations;
    private final Budgets budgets;
    private final Clock clock;

    Reconciliation(
            CandidateRights rights,
            Erasures erasures,
            Merges merges,
            Reconciliations reconciliations,
            Budgets budgets,
            Clock clock) {
        this.rights = rights;
        this.erasures = erasures;
        this.merges = merges;
        this.reconciliations = reconciliations;
        this.budgets = budgets;
        this.clock = clock;
    }

    /** @param stored at most {@link HarvestSession#MOST_IDS}; its share of the rate window may not be enough for all */
    @WithSpan("reconcile")
    Supplier<Progress> compare(SliceContext slice, OpenRun run, List<Stored> stored) {
        TenantId tenant = slice.tenant();
        HarvestSession session = slice.session();
        RateWindow window = budgets.load(tenant).orElse(CAUTIOUS);
        int before = session.left();
        OptOut optOut = slice.optOut();
        List<Stored> some = stored.subList(0, affordable(session, window, stored.size()));
        Map<Long, Application> applications = applications(session, some, optOut);
        Map<Long, Candidate> candidates = candidates(session, some, applications, optOut);
        // others are from a list that is older than a merge of their candidate
        List<Application> present = applications.values().stream()
                .filter(row -> candidates.containsKey(row.candidateId()))
                .toList();
        FoundRights found = optOut.in(present, candidates.values()).withAnonymised(candidates.values(), present);
        Set<Stored> hidden = hidden(session, some, applications.keySet(), candidates);
        // absent rows cost more calls; the difference is negative if another window has begun
        int calls = Math.max(session.callsFor(some.size()) + 1, before - session.left());
        return () -> {
            some.stream()
                    .filter(known -> !hidden.contains(known))
                    .forEach(known -> known.application()
                            .ifPresentOrElse(
                                    id -> apply(
                                            tenant,
                                            known.candidateIds(),
                                            id,
                                            applications.get(id),
                                            candidates.keySet()),
                                    () -> apply(tenant, known.candidateIds(), candidates.keySet())));
            rights.record(tenant, found);
            reconciliations.compared(tenant, some, clock.instant().plus(pause(window, calls)));
            return Progress.of(run);
        };
    }

    private void apply(TenantId tenant, Set<Long> candidateIds, long applicationId, Application row, Set<Long> there) {
        if (row == null) {
            erasures.eraseApplication(tenant, applicationId);
        } else if (there.contains(row.candidateId())) {
            // otherwise the list is older than a merge of that candidate, which must not be turned back
            candidateIds.forEach(known -> merges.merge(tenant, known, row.candidateId()));
        }
    }

    private static Set<Stored> hidden(
            HarvestSession session, List<Stored> stored, Set<Long> applications, Map<Long, Candidate> candidates) {
        if (!session.hidesRows()) {
            return Set.of();
        }
        List<Stored> absent = stored.stream()
                .filter(known -> known.application()
                        .filter(id -> !applications.contains(id))
                        .isPresent())
                .toList();
        return HiddenApplications.among(session, absent, candidates);
    }

    private void apply(TenantId tenant, Set<Long> candidateIds, Set<Long> there) {
        candidateIds.stream()
                .filter(known -> !there.contains(known))
                .forEach(known -> erasures.eraseGone(tenant, known));
    }

    private static Map<Long, Application> applications(HarvestSession session, List<Stored> stored, OptOut optOut) {
        List<Long> ids =
                stored.stream().flatMap(known -> known.application().stream()).toList();
        return ids.isEmpty()
                ? Map.of()
                : session
                        .requireAnyShown(
                                Operation.LIST_APPLICATIONS, session.applications(ids, optOut.applicationFields()))
                        .stream()
                        .collect(Collectors.toMap(Application::id, Function.identity(), (first, _) -> first));
    }

    private static Map<Long, Candidate> candidates(
            HarvestSession session, List<Stored> stored, Map<Long, Application> applications, OptOut optOut) {
        Set<Long> ids = stored.stream()
                .flatMap(known -> known.application()
                        .map(applications::get)
                        .map(row -> Stream.of(row.candidateId()))
                        .orElseGet(() -> known.candidateIds().stream()))
                .collect(Collectors.toSet());
        List<Candidate> rows = ids.stream()
                .gather(Gatherers.windowFixed(HarvestSession.MOST_IDS))
                .flatMap(some -> named(session, some, optOut.candidateFields()))
                .toList();
        return Candidate.byId(session.requireAnyShown(Operation.LIST_CANDIDATES, rows));
    }

    /**
     * The stub of a private candidate may lack its id, and so stand for any missing one. The missing ids are read again in halves, until there
     * are as many stubs as missing ids, or none. If the rate window might not last, each may be there.
     */
    private static Stream<Candidate> named(HarvestSession session, List<Long> ids, Set<String> fields) {
        Map<Boolean, List<Candidate>> byName = session.candidates(ids, fields).stream()
                .collect(Collectors.partitioningBy(row -> row.id() != Candidate.WITHOUT_ID));
        List<Candidate> named = byName.get(true);
        int stubs = byName.get(false).size();
        if (stubs == 0) {
            return named.stream();
        }
        Set<Long> there = named.stream().map(Candidate::id).collect(Collectors.toSet());
        List<Long> missing = ids.stream().filter(id -> !there.contains(id)).toList();
        Stream<Candidate> others = stubs >= missing.size() || session.left() < missing.size()
                ? missing.stream().map(Candidate::notShown)
                : missing.stream()
                        .gather(Gatherers.windowFixed((missing.size() + 1) / 2))
                        .flatMap(half -> named(session, half, fields));
        return Stream.concat(named.stream(), others);
    }

    /** Needs one call for all, or one for each and one for their candidates; at least one application, so that every round ends. */
    private static int affordable(HarvestSession session, RateWindow window, int most) {
        return session.callsFor(most) == 1 ? most : Math.clamp(window.limit() / SHARE - 1, 1, most);
    }

    /** The time in which this many calls are the share. */
    private static Duration pause(RateWindow window, int calls) {
        return window.length().multipliedBy((long) calls * SHARE).dividedBy(window.limit());
    }
}
