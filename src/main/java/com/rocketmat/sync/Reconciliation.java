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
 * Asks Greenhouse for applications and candidates whose ids are stored here. No list reports deletions: an id that is not
 * among the answers is gone, and nothing of it is kept, as long as Greenhouse shows anything at all. With a candidate who is private
 * by now, or a job that is confidential, an application may be hidden from the credential's user instead: it is left alone. An
 * application that belongs to another candidate by now was merged, and a candidate without a name is erased. What the opt_out_field says
 * is recorded too: no window or sweep shows applications that are not open any more.
 */
@ApplicationScoped
class Reconciliation {

    /** The share of a rate window, one in this many. */
    private static final int SHARE = 20;
    /** Before Greenhouse has told of its window. */
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

    /** @param stored at most {@link HarvestSession#MOST_IDS}, of which a share of the rate window may not be enough for all */
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
        FoundRights found = optOut.said(applications.values(), candidates.values())
                .withAnonymised(candidates.values(), applications.values());
        Set<Stored> hidden = hidden(session, some, applications.keySet(), candidates);
        // more where rows are absent; fewer are left than before, unless another window has begun
        int calls = Math.max(session.callsFor(some.size()) + 1, before - session.left());
        return () -> {
            some.stream()
                    .filter(known -> !hidden.contains(known))
                    .forEach(known -> known.application()
                            .ifPresentOrElse(
                                    id -> apply(tenant, known.candidateIds(), id, applications.get(id)),
                                    () -> apply(tenant, known.candidateIds(), candidates.keySet())));
            rights.record(tenant, found);
            reconciliations.asked(tenant, some, clock.instant().plus(pause(window, calls)));
            return Progress.of(run);
        };
    }

    private void apply(TenantId tenant, Set<Long> candidateIds, long applicationId, Application row) {
        if (row == null) {
            erasures.application(tenant, applicationId);
            return;
        }
        candidateIds.forEach(known -> merges.merge(tenant, known, row.candidateId()));
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
                .forEach(known -> erasures.candidate(tenant, known, Set.of(), false));
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
     * A private candidate's stub may lack its id, and be of any that is not there: these are asked for again in ever smaller parts, until as
     * many are missing as there are such stubs, or none is. Where the window might not last, each may be there.
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

    /** One call for all, or one for each and one for the candidates: at least one, so that every round ends. */
    private static int affordable(HarvestSession session, RateWindow window, int most) {
        return session.callsFor(most) == 1 ? most : Math.clamp(window.limit() / SHARE - 1, 1, most);
    }

    /** For as long as so many calls are the share of. */
    private static Duration pause(RateWindow window, int calls) {
        return window.length().multipliedBy((long) calls * SHARE).dividedBy(window.limit());
    }
}
