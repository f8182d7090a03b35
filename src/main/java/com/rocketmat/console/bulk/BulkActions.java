package com.rocketmat.console.bulk;

import com.rocketmat.access.Reach;
import com.rocketmat.console.ProblemPage;
import com.rocketmat.console.bulk.BulkPage.Row;
import com.rocketmat.console.element.Badge;
import com.rocketmat.console.element.Formats;
import com.rocketmat.doctor.Doctor;
import com.rocketmat.doctor.DoctorReport;
import com.rocketmat.doctor.Finding;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.problem.Sha256;
import com.rocketmat.tenant.TenantActions;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.TenantSearch;
import com.rocketmat.tenant.TenantSearch.Match;
import com.rocketmat.tenant.TenantSearch.Wish;
import com.rocketmat.tenant.scope.DatabaseTrouble;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantState;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Selects tenants and does to each what the button of its own page does, a transaction each. */
@ApplicationScoped
class BulkActions {

    /** More are not even looked at. */
    private static final int LOOKED_AT = 20_000;
    /** Of the 20 database connections, most are left to slices and the API. */
    private static final int EXAMINED_AT_ONCE = 8;
    /** Proxies and people give up on an answer soon after. */
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private static final String LATE = "it took more than " + Formats.span(LONGEST);

    private final TenantSearch search;
    private final TenantRegistry registry;
    private final TenantActions actions;
    private final Doctor doctor;
    private final Clock clock;

    BulkActions(TenantSearch search, TenantRegistry registry, TenantActions actions, Doctor doctor, Clock clock) {
        this.search = search;
        this.registry = registry;
        this.actions = actions;
        this.doctor = doctor;
        this.clock = clock;
    }

    /** The tenants that an action would change; {@code tooMany} if there are more than it can be done to at once. */
    record Selection(List<TenantId> tenants, boolean tooMany) {

        /** The same for the same tenants alone. */
        String digest() {
            return Sha256.hex(tenants.toString());
        }
    }

    Selection select(BulkAction action, Wish wish, Reach reach) {
        List<Match> matching = search.matching(wish, reach, LOOKED_AT + 1);
        List<TenantId> affected = matching.stream()
                .filter(match -> affects(action, match))
                .map(Match::id)
                .toList();
        return new Selection(affected, matching.size() > LOOKED_AT || affected.size() > action.most());
    }

    private boolean affects(BulkAction action, Match match) {
        return switch (action) {
            case PAUSE -> !match.held() && match.state() != TenantState.STOPPED;
            case RESUME -> match.held();
            case SYNC -> match.state() != TenantState.PAUSED && runsHere(match);
            case DOCTOR -> runsHere(match);
        };
    }

    private boolean runsHere(Match match) {
        return registry.settings(match.id()).isPresent();
    }

    /** @param done is told of each tenant that it was done to */
    Outcome act(BulkAction action, List<TenantId> affected, Consumer<TenantId> done) {
        Pass pass = new Pass(clock.instant().plus(LONGEST), done);
        List<Row> rows = switch (action) {
            case PAUSE -> failures(pass, affected, actions::pause);
            case RESUME -> failures(pass, affected, actions::resume);
            case SYNC -> failures(pass, affected, actions::sync);
            case DOCTOR -> examine(pass, affected);
        };
        return new Outcome(rows, pass.left.get(), pass.obstacle);
    }

    /**
     * What was done.
     *
     * @param rows those that failed; of an examination, all
     * @param left number of tenants that it was not done to
     * @param why it ended before them; null if none is left
     */
    record Outcome(List<Row> rows, int left, String why) {}

    /** One bulk action, which ends early if going on would only keep the browser waiting. */
    private static final class Pass {

        private final Instant until;
        private final Consumer<TenantId> done;
        private final AtomicInteger left = new AtomicInteger();
        private volatile String obstacle;

        Pass(Instant until, Consumer<TenantId> done) {
            this.until = until;
            this.done = done;
        }
    }

    private List<Row> failures(Pass pass, List<TenantId> affected, Consumer<TenantId> work) {
        return affected.stream()
                .map(id -> guarded(pass, id, () -> {
                    // it may have been purged meanwhile
                    work.accept(registry.require(id.value()));
                    return Optional.<Row>empty();
                }))
                .flatMap(Optional::stream)
                .toList();
    }

    private List<Row> examine(Pass pass, List<TenantId> affected) {
        List<Future<Optional<Row>>> examined;
        try (var threads = Executors.newFixedThreadPool(EXAMINED_AT_ONCE)) {
            examined = affected.stream()
                    .map(id -> threads.submit(() -> guarded(
                            pass,
                            id,
                            () -> Optional.of(row(id, doctor.examine(id, Optional.empty(), () -> isLate(pass)))))))
                    .toList();
        }
        return examined.stream()
                .map(Future::resultNow)
                .flatMap(Optional::stream)
                .toList();
    }

    /** One tenant's failure does not affect the others, but that of the database does. */
    private Optional<Row> guarded(Pass pass, TenantId id, Supplier<Optional<Row>> work) {
        if (pass.obstacle == null && isLate(pass)) {
            pass.obstacle = LATE;
        }
        if (pass.obstacle != null) {
            pass.left.incrementAndGet();
            return Optional.empty();
        }
        Badge failed = new Badge("Failed", "bad");
        try {
            Optional<Row> row = work.get();
            pass.done.accept(id);
            return row;
        } catch (CancellationException _) {
            pass.obstacle = LATE;
            pass.left.incrementAndGet();
            return Optional.empty();
        } catch (HttpProblem e) {
            return Optional.of(new Row(id.value(), failed, e.getDetail(), ProblemPage.remedy(e)));
        } catch (RuntimeException e) {
            Log.warnf(e, "A bulk action failed for tenant %s", id.value());
            if (DatabaseTrouble.isContention(e)) {
                return Optional.of(
                        new Row(id.value(), failed, "something else is changing this tenant", "try it again"));
            }
            if (DatabaseTrouble.causes(e)) {
                pass.obstacle = "the database is unavailable";
                pass.left.incrementAndGet();
                return Optional.empty();
            }
            return Optional.of(new Row(id.value(), failed, "an unexpected error, which is in the log", "try it again"));
        }
    }

    private boolean isLate(Pass pass) {
        return clock.instant().isAfter(pass.until);
    }

    static Row row(TenantId id, DoctorReport report) {
        // what is wrong with the tenant before what could not be checked
        Optional<Finding> first =
                report.findings().stream().filter(Finding::failed).min(Comparator.comparing(Finding::unknown));
        return new Row(
                id.value(),
                first.map(Badge::of).orElseGet(() -> new Badge("Nothing failed", "good")),
                first.map(finding -> finding.check() + ": " + finding.seen()).orElse(null),
                first.map(Finding::remedy).orElse(null));
    }
}
