package com.rocketmat.sync;

import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.model.ActiveModel;
import com.rocketmat.model.Models;
import com.rocketmat.model.Serving;
import com.rocketmat.score.write.WriteProofs;
import com.rocketmat.sync.reading.ReferenceData;
import com.rocketmat.sync.reading.ReferenceData.Lookup;
import com.rocketmat.sync.run.Position;
import com.rocketmat.sync.run.Positions;
import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.Lease;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.Claim;
import com.rocketmat.tenant.state.Leases;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.tenant.state.TenantStates;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Begins a slice: takes the lease, and finds out whether the tenant may run, with which version, how long, and the first step. */
@Singleton
final class SliceOpening {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final TenantRegistry tenants;
    private final TenantStates states;
    private final Leases leases;
    private final HarvestSessions sessions;
    private final ReferenceData references;
    private final Models models;
    private final Positions positions;
    private final Planner planner;
    private final WriteProofs proofs;
    private final Clock clock;

    SliceOpening(
            TenantRegistry tenants,
            TenantStates states,
            Leases leases,
            HarvestSessions sessions,
            ReferenceData references,
            Models models,
            Positions positions,
            Planner planner,
            WriteProofs proofs,
            Clock clock) {
        this.tenants = tenants;
        this.states = states;
        this.leases = leases;
        this.sessions = sessions;
        this.references = references;
        this.models = models;
        this.positions = positions;
        this.planner = planner;
        this.proofs = proofs;
        this.clock = clock;
    }

    sealed interface Opening {

        /** Another replica has read a newer version of the tenant's secret. */
        record Outdated() implements Opening {}

        record AllPaused() implements Opening {}

        record Denied(Lease lease) implements Opening {}

        /**
         * The tenant may run.
         *
         * @param troubled whether there is a problem for a success to clear
         * @param first the first step; empty if it depends on an answer of Greenhouse
         */
        record Ready(Lease lease, boolean troubled, SliceContext slice, Position position, Optional<Step> first)
                implements Opening {}
    }

    /** Part of the caller's transaction. */
    Opening open(TenantSettings settings, BooleanSupplier draining) {
        TenantId tenant = settings.id();
        Instant began = clock.instant();
        Claim claim = leases.claim(tenant, settings.mode());
        if (claim.secretVersion()
                .filter(newest -> tenants.isOutdated(tenant, newest))
                .isPresent()) {
            // with the older settings, this slice would undo what the other replica has begun with the newer ones
            return new Opening.Outdated();
        }
        return switch (claim.permission().under(settings.mode())) {
            case ALL_PAUSED -> new Opening.AllPaused();
            case DENIED -> new Opening.Denied(claim.lease());
            case GRANTED -> {
                BooleanSupplier mayWrite = permit(settings, claim.lease(), began);
                BooleanSupplier serves = new SlicePermit(() -> !positions.switchedOff(tenant), clock, began);
                BooleanSupplier mayStep =
                        () -> !draining.getAsBoolean() && mayWrite.getAsBoolean() && serves.getAsBoolean();
                yield ready(claim, context(settings, claim.blocked(), began, mayWrite, mayStep));
            }
        };
    }

    private SliceContext context(
            TenantSettings settings,
            boolean blocked,
            Instant began,
            BooleanSupplier mayWrite,
            BooleanSupplier mayStep) {
        HarvestSession session = sessions.session(settings);
        Lookup known = references.of(settings.id(), session);
        Optional<Serving> serving = models.serving(settings.id());
        return new SliceContext(
                settings, session, known, proofs, serving, blocked, mayWrite, mayStep, hasTime(began, mayStep));
    }

    private Opening.Ready ready(Claim claim, SliceContext slice) {
        TenantId tenant = slice.tenant();
        Position position = positions.position(
                tenant, slice.settings(), slice.serving().map(Serving::active).map(ActiveModel::version));
        // a missing version is reported again at the end, and needs no call to Greenhouse
        boolean troubled = slice.withoutModel()
                ? claim.blocked() && models.quarantined(tenant).isEmpty()
                : claim.troubled();
        boolean asks = troubled || (!slice.withoutModel() && !slice.session().knowsTime());
        Optional<Step> first =
                asks || position.switchedOff() ? Optional.empty() : Optional.of(planner.first(slice, position));
        return new Opening.Ready(claim.lease(), troubled, slice, position, first);
    }

    private BooleanSupplier hasTime(Instant began, BooleanSupplier mayStep) {
        // a clock that was set back must not lengthen it
        Predicate<Instant> inTime = now -> !now.isBefore(began) && now.isBefore(began.plus(LONGEST));
        return () -> inTime.test(clock.instant()) && mayStep.getAsBoolean();
    }

    /** A changed secret, a pause, a removal or a lost lease takes effect before the next step or PATCH. */
    private BooleanSupplier permit(TenantSettings settings, Lease lease, Instant began) {
        var permit = new SlicePermit(
                () -> leases.held(settings.id(), lease)
                        && states.permission(settings.id(), settings.mode()) == RunPermission.GRANTED,
                clock,
                began);
        return () -> tenants.isCurrent(settings) && permit.getAsBoolean();
    }
}
