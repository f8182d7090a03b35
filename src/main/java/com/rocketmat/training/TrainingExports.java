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
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.TenantStates;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** Exports of training data: each is recorded when it begins and when it ends. */
@ApplicationScoped
class TrainingExports {

    private final TenantRegistry tenants;
    private final TenantStates states;
    private final HarvestSessions sessions;
    private final TrainingPreparation preparation;
    private final Event<DataExport> events;
    private final Clock clock;

    TrainingExports(
            TenantRegistry tenants,
            TenantStates states,
            HarvestSessions sessions,
            TrainingPreparation preparation,
            Event<DataExport> events,
            Clock clock) {
        this.tenants = tenants;
        this.states = states;
        this.sessions = sessions;
        this.preparation = preparation;
        this.events = events;
        this.clock = clock;
    }

    /** Everything that can be refused before the first byte is refused here, or by the first piece. */
    RunningExport open(TenantSettings settings, String actor, TrainingRequest request) {
        return refusing(settings, () -> {
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

    /** The file, piece by piece, as fast as the caller and the rate window allow. */
    Multi<byte[]> bytes(RunningExport running) {
        TenantSettings settings = running.settings();
        return StreamedExport.of(
                settings.id(),
                "training data",
                () -> refusing(settings, () -> {
                    sessions.resume(settings);
                    return running.export().next();
                }),
                phase -> events.fire(running.event(phase)));
    }

    private <T> T refusing(TenantSettings settings, Supplier<T> step) {
        requireRunning(settings);
        try {
            return step.get();
        } catch (SessionClosed e) {
            throw ExportRefusal.replaced();
        } catch (HarvestException e) {
            throw ExportRefusal.of(e.failure(), new DevCenter(settings.credential(), settings.userId()), clock);
        } catch (Unwritable e) {
            throw ExportRefusal.objectionsUnknown(e);
        } finally {
            sessions.save(settings.id());
        }
    }

    private void requireRunning(TenantSettings settings) {
        if (tenants.runs(settings)) {
            return;
        }
        TenantId tenant = settings.id();
        boolean replaced = tenants.settings(tenant).isPresent() && !tenants.isCurrent(settings);
        throw replaced
                ? ExportRefusal.replaced()
                : ExportRefusal.paused(states.standing(tenant).state());
    }
}
