package com.rocketmat.training;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.SessionClosed;
import com.rocketmat.harvest.advice.DevCenter;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.score.Unwritable;
import com.rocketmat.tenant.DataExport;
import com.rocketmat.tenant.DataExport.Phase;
import com.rocketmat.tenant.StreamedExport;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.settings.TenantSettings;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Exports training data, and records the beginning and the end of each export. */
@ApplicationScoped
class TrainingExports {

    private final TenantRegistry tenants;
    private final HarvestSessions sessions;
    private final TrainingPreparation preparation;
    private final Event<DataExport> events;
    private final Clock clock;

    TrainingExports(
            TenantRegistry tenants,
            HarvestSessions sessions,
            TrainingPreparation preparation,
            Event<DataExport> events,
            Clock clock) {
        this.tenants = tenants;
        this.sessions = sessions;
        this.preparation = preparation;
        this.events = events;
        this.clock = clock;
    }

    RunningExport open(TenantSettings settings, String actor, TrainingRequest request) {
        return withProblems(settings, tenants::runs, () -> {
            RunningExport running = new RunningExport(
                    UUID.randomUUID(),
                    settings,
                    actor,
                    request,
                    preparation.prepare(settings, sessions.session(settings), request, clock));
            events.fire(running.event(Phase.BEGUN));
            return running;
        });
    }

    Multi<byte[]> bytes(RunningExport running) {
        TenantSettings settings = running.settings();
        return StreamedExport.of(
                settings.id(),
                "training data",
                () -> withProblems(settings, tenants::keepsRunning, () -> {
                    sessions.resume(settings);
                    return running.export().next();
                }),
                phase -> events.fire(running.event(phase)));
    }

    private <T> T withProblems(TenantSettings settings, Predicate<TenantSettings> mayRead, Supplier<T> work) {
        if (!mayRead.test(settings)) {
            throw ExportRefusal.notRunning();
        }
        try {
            return work.get();
        } catch (SessionClosed e) {
            throw ExportRefusal.notRunning();
        } catch (HarvestException e) {
            throw ExportRefusal.of(e.failure(), DevCenter.of(settings), clock);
        } catch (Unwritable e) {
            throw ExportRefusal.objectionsUnknown(e);
        } finally {
            sessions.save(settings.id());
        }
    }
}
