package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.RateWindow;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.session.RateWindows;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Asks Greenhouse of applications that have a score here. No list tells of what is deleted: what is not among the answers is gone, and
 * nothing of it is kept. What belongs to another candidate by now was merged, and a candidate without a name is erased.
 */
@ApplicationScoped
class Reconciliation {

    /** The share of a rate window, one in this many. */
    private static final int SHARE = 20;
    /** Before Greenhouse has told of its window. */
    private static final RateWindow CAUTIOUS = new RateWindow(40, 40, Duration.ofSeconds(30), Instant.EPOCH);

    private final CandidateRights rights;
    private final Reconciliations reconciliations;
    private final RateWindows windows;
    private final Clock clock;

    Reconciliation(CandidateRights rights, Reconciliations reconciliations, RateWindows windows, Clock clock) {
        this.rights = rights;
        this.reconciliations = reconciliations;
        this.windows = windows;
        this.clock = clock;
    }

    /** @param stored at most {@link HarvestSession#MOST_IDS}, of which a share of the rate window may not be enough for all */
    @WithSpan("reconcile")
    Supplier<Progress> compare(SliceContext slice, OpenRun run, List<Stored> stored) {
        TenantId tenant = slice.tenant();
        HarvestSession session = slice.session();
        RateWindow window = windows.of(tenant).orElse(CAUTIOUS);
        List<Stored> some = stored.subList(0, affordable(session, window, stored.size()));
        Map<Long, Application> rows =
                session
                        .applications(some.stream().map(Stored::applicationId).toList(), Set.of("id", "candidate_id"))
                        .stream()
                        .collect(Collectors.toMap(Application::id, Function.identity(), (first, _) -> first));
        FoundRights found = found(session, rows);
        int calls = session.callsFor(some.size()) + 1;
        return () -> {
            some.forEach(known -> apply(tenant, known, Optional.ofNullable(rows.get(known.applicationId()))));
            rights.record(tenant, found);
            reconciliations.asked(tenant, some, clock.instant().plus(pause(window, calls)));
            return Progress.of(run);
        };
    }

    private void apply(TenantId tenant, Stored known, Optional<Application> row) {
        if (row.isEmpty()) {
            rights.gone(tenant, known.applicationId());
        } else if (row.get().candidateId() != known.candidateId()) {
            rights.merged(tenant, known.candidateId(), row.get().candidateId());
        }
    }

    private static FoundRights found(HarvestSession session, Map<Long, Application> rows) {
        if (rows.isEmpty()) {
            return FoundRights.NONE;
        }
        Set<Long> candidates =
                rows.values().stream().map(Application::candidateId).collect(Collectors.toSet());
        return FoundRights.ofAnonymised(session.candidates(candidates, Set.of("id", "first_name")), rows.values());
    }

    /** At least one, so that every round ends. */
    private static int affordable(HarvestSession session, RateWindow window, int most) {
        int share = window.limit() / SHARE;
        int affordable = 1;
        while (affordable < most && session.callsFor(affordable + 1) + 1 <= share) {
            affordable++;
        }
        return session.callsFor(most) == 1 ? most : affordable;
    }

    /** For as long as so many calls are the share of. */
    private static Duration pause(RateWindow window, int calls) {
        return window.length().multipliedBy((long) calls * SHARE).dividedBy(Math.max(1, window.limit()));
    }
}
