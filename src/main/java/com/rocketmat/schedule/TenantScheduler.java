package com.rocketmat.schedule;

import com.rocketmat.replica.Replicas;
import com.rocketmat.sync.run.RunRequests;
import com.rocketmat.sync.run.WantedApplications;
import com.rocketmat.tenant.TenantDue;
import com.rocketmat.tenant.TenantWake;
import com.rocketmat.tenant.state.PauseOfAll;
import com.rocketmat.tenant.state.TenantChange;
import com.rocketmat.tenant.state.TenantOrphaned;
import com.rocketmat.tenant.vault.VaultContact;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Set;

/** Starts, updates and stops tenants as reported by the registry, and drains this replica at shutdown. */
@ApplicationScoped
class TenantScheduler {

    private final DueTenants due;
    private final NextRunPlanner planner;
    private final RunningSlices slices;
    private final RunRequests requests;
    private final WantedApplications wanted;
    private final VaultContact vault;
    private final PauseOfAll pauseOfAll;
    private final Event<TenantOrphaned> orphans;
    private final Replicas replicas;
    private boolean started;
    private volatile boolean draining;

    TenantScheduler(
            DueTenants due,
            NextRunPlanner planner,
            RunningSlices slices,
            RunRequests requests,
            WantedApplications wanted,
            VaultContact vault,
            PauseOfAll pauseOfAll,
            Event<TenantOrphaned> orphans,
            Replicas replicas) {
        this.due = due;
        this.planner = planner;
        this.slices = slices;
        this.requests = requests;
        this.wanted = wanted;
        this.vault = vault;
        this.pauseOfAll = pauseOfAll;
        this.orphans = orphans;
        this.replicas = replicas;
    }

    /** Only after the tenants are loaded: a replica without settings could not run any. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    synchronized void startWhenTenantsAreKnown() {
        if (!started && !draining && vault.everLoaded()) {
            due.start(tenant -> slices.run(() -> planner.run(tenant, () -> draining)), replicas::gone, orphans::fire);
            started = true;
            Log.info("Tenants loaded; starting slices");
        }
    }

    /** Slices check the pause themselves; this avoids claiming thousands of tenants in vain every few seconds. */
    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void followPauseOfAll() {
        due.setPaused(pauseOfAll.paused());
    }

    /** The only way for sweeps and versions that were switched off; other requests may have missed a running slice or another replica. */
    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    void makeRequestedDue() {
        due.makeDue(requests.requested());
        due.makeDueUnlessWaiting(wanted.wantedLately());
    }

    void on(@Observes TenantChange change) {
        switch (change) {
            case TenantChange.Started started -> {
                if (started.isNew()) {
                    requests.request(change.tenant(), RunRequests.NEW_TENANT);
                }
                due.add(change.tenant());
                if (started.isNew()) {
                    // its entry may be older: if the first model came before the secret, it is checked hourly
                    due.makeDueUnlessWaiting(Set.of(change.tenant()));
                }
            }
            case TenantChange.Changed _ -> demand(new TenantDue(change.tenant(), RunRequests.CHANGED_SECRET));
            case TenantChange.Stopped _ -> due.remove(change.tenant());
        }
    }

    void on(@Observes TenantDue event) {
        demand(event);
    }

    /** After the commit, so that the slice sees what it is woken for. */
    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) TenantWake event) {
        due.makeDueUnlessWaiting(Set.of(event.tenant()));
    }

    /** Readiness is off from now on. API calls are served until load balancers have noticed; slices end meanwhile. */
    void on(@Observes ShutdownDelayInitiatedEvent event) {
        stop();
    }

    void on(@Observes ShutdownEvent event) {
        stop();
        due.drain();
    }

    private synchronized void stop() {
        draining = true;
        due.stop();
    }

    private void demand(TenantDue event) {
        requests.request(event.tenant(), event.trigger());
        due.add(event.tenant());
        due.makeDue(Set.of(event.tenant()));
    }
}
