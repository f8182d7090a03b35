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
import com.rocketmat.tenant.TenantSearch.Filter;
import com.rocketmat.tenant.scope.DatabaseTrouble;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.Tenant;
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

/** Selects tenants and does the same as the button on each tenant's page, in one transaction a tenant. */
@ApplicationScoped
class BulkActions {

    private static final int MAX_MATCHES = 20_000;
    /** Leaves most of the 20 database connections to slices and the API. */
    private static final int DOCTOR_THREADS = 8;
    /** Many proxies wait only 60 s for an answer, and a check that is under way may take some seconds more. */
    private static final Duration MAX_TIME = Duration.ofSeconds(40);

    private static final String TIMED_OUT = "it took more than " + Formats.span(MAX_TIME);

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

    /** The tenants that an action would change; {@code tooMany} if they exceed the action's limit. */
    record Selection(List<TenantId> tenants, boolean tooMany) {

        String digest() {
            return Sha256.hex(tenants.toString());
        }
    }

    Selection select(BulkAction action, Filter filter, Reach reach) {
        List<Tenant> matching = search.matching(filter, reach, MAX_MATCHES + 1);
        List<TenantId> affected = matching.stream()
                .filter(tenant -> affects(action, tenant))
                .map(Tenant::id)
                .toList();
        return new Selection(affected, matching.size() > MAX_MATCHES || affected.size() > action.maxTenants());
    }

    private boolean affects(BulkAction action, Tenant tenant) {
        return switch (action) {
            case PAUSE -> !tenant.paused && tenant.state != TenantState.STOPPED;
            case RESUME -> tenant.paused;
            case SYNC -> tenant.state != TenantState.PAUSED && hasSettings(tenant);
            case DOCTOR -> hasSettings(tenant);
        };
    }

    private boolean hasSettings(Tenant tenant) {
        return registry.settings(tenant.id()).isPresent();
    }

    /** @param done is called after each tenant */
    Outcome act(BulkAction action, List<TenantId> affected, Consumer<TenantId> done) {
        Pass pass = new Pass(done);
        List<Row> rows = switch (action) {
            case PAUSE -> pass.change(affected, actions::pause);
            case RESUME -> pass.change(affected, actions::resume);
            case SYNC -> pass.change(affected, actions::sync);
            case DOCTOR -> pass.examine(affected);
        };
        return new Outcome(rows, pass.remaining.get(), pass.obstacle);
    }

    /**
     * @param rows the failures; after an examination, all results
     * @param remaining number of tenants that were not processed
     * @param stopReason why they were not processed; null if none remain
     */
    record Outcome(List<Row> rows, int remaining, String stopReason) {}

    /** Tries tenants one by one or in parallel, until time is up or the database fails. */
    private final class Pass {

        private final Instant deadline = clock.instant().plus(MAX_TIME);
        private final Consumer<TenantId> done;
        private final AtomicInteger remaining = new AtomicInteger();
        private volatile String obstacle;

        Pass(Consumer<TenantId> done) {
            this.done = done;
        }

        /** Returns the failures. */
        List<Row> change(List<TenantId> affected, Consumer<TenantId> work) {
            return affected.stream()
                    .map(id -> attempt(id, () -> {
                        // fails if the tenant was purged in the meantime
                        work.accept(registry.require(id.value()));
                        return Optional.<Row>empty();
                    }))
                    .flatMap(Optional::stream)
                    .toList();
        }

        /** Returns all results. */
        List<Row> examine(List<TenantId> affected) {
            List<Future<Optional<Row>>> examined;
            try (var threads = Executors.newFixedThreadPool(DOCTOR_THREADS)) {
                examined = affected.stream()
                        .map(id -> threads.submit(() -> attempt(
                                id, () -> Optional.of(row(id, doctor.examine(id, Optional.empty(), this::isOverdue))))))
                        .toList();
            }
            return examined.stream()
                    .map(Future::resultNow)
                    .flatMap(Optional::stream)
                    .toList();
        }

        /** A failure affects only one tenant, unless the database is unavailable. */
        private Optional<Row> attempt(TenantId id, Supplier<Optional<Row>> work) {
            if (obstacle != null) {
                return skip(obstacle);
            }
            if (isOverdue()) {
                return skip(TIMED_OUT);
            }
            try {
                Optional<Row> row = work.get();
                done.accept(id);
                return row;
            } catch (CancellationException _) {
                return skip(TIMED_OUT);
            } catch (HttpProblem e) {
                return failed(id, e.getDetail(), ProblemPage.remedy(e));
            } catch (RuntimeException | Error e) {
                Log.warnf(e, "A bulk action failed for tenant %s", id.value());
                if (DatabaseTrouble.isContention(e)) {
                    return failed(id, "another change to this tenant is in progress", "try again");
                }
                return DatabaseTrouble.causes(e)
                        ? skip("the database is unavailable")
                        : failed(id, "an unexpected error: see the log", "try again");
            }
        }

        private Optional<Row> skip(String reason) {
            obstacle = reason;
            remaining.incrementAndGet();
            return Optional.empty();
        }

        private boolean isOverdue() {
            return clock.instant().isAfter(deadline);
        }
    }

    private static Optional<Row> failed(TenantId id, String seen, String remedy) {
        return Optional.of(new Row(id.value(), new Badge("Failed", "bad"), seen, remedy));
    }

    static Row row(TenantId id, DoctorReport report) {
        // failed checks take precedence over checks that could not be made
        Optional<Finding> first =
                report.findings().stream().filter(Finding::failed).min(Comparator.comparing(Finding::unknown));
        return new Row(
                id.value(),
                first.map(Badge::of).orElseGet(() -> new Badge("Nothing failed", "good")),
                first.map(finding -> finding.check() + ": " + finding.seen()).orElse(null),
                first.map(Finding::remedy).orElse(null));
    }
}
