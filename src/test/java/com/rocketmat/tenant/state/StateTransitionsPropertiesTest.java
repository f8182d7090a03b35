package com.rocketmat.tenant.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.RecordedStates;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantEvent.Paused;
import com.rocketmat.tenant.state.TenantEvent.Refused;
import com.rocketmat.tenant.state.TenantEvent.Resumed;
import com.rocketmat.tenant.state.TenantEvent.SecretGone;
import com.rocketmat.tenant.state.TenantEvent.SecretUnread;
import com.rocketmat.tenant.state.TenantEvent.SecretUnusable;
import com.rocketmat.tenant.state.TenantEvent.SecretUsable;
import com.rocketmat.tenant.state.TenantEvent.WentWell;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;

/** For any events in any order. */
class StateTransitionsPropertiesTest {

    private final FixedClock clock = new FixedClock();
    private Tenant tenant;

    @BeforeTry
    void aTenantThatWasNeverSeen() {
        tenant = RecordedStates.row(new TenantId("acme"), TenantState.STOPPED);
    }

    @Property
    void betweenAnOperatorsPauseAndResumeItNeverRuns(@ForAll("events") List<TenantEvent> events) {
        boolean held = false;
        for (TenantEvent event : events) {
            happens(event);
            held = event instanceof Paused || (held && !(event instanceof Resumed));
            if (held) {
                assertThat(permission()).isEqualTo(RunPermission.DENIED);
                assertThat(tenant.standing().state().runs()).isFalse();
            }
        }
    }

    @Property
    void pausedByItsSecretItRunsOnlyAfterTheSecretSaysOtherwise(@ForAll("events") List<TenantEvent> events) {
        boolean bySecret = false;
        for (TenantEvent event : events) {
            // a resume, or the end of a slice, uses the current secret
            TenantEvent real = bySecret ? withPausedMode(event) : event;
            happens(real);
            if (real instanceof SecretUsable(Mode mode, boolean _)) {
                bySecret = mode == Mode.PAUSED;
            }
            if (bySecret) {
                assertThat(permission()).isEqualTo(RunPermission.DENIED);
            }
        }
    }

    @Property
    void blockedItGoesOnOnlyWithNewsFromVaultASliceThatWentWellOrASoundFinding(
            @ForAll("events") List<TenantEvent> events) {
        for (TenantEvent event : events) {
            TenantState before = tenant.condition().state();
            happens(event);
            TenantState after = tenant.condition().state();
            if (before == TenantState.BLOCKED && (after == TenantState.ACTIVE || after == TenantState.DRY_RUN)) {
                assertThat(event)
                        .matches(cause -> cause instanceof WentWell
                                || (cause instanceof SecretUsable(Mode _, boolean newer) && newer));
            }
        }
    }

    @Property
    void withoutAUsableSecretItNeverRuns(@ForAll("events") List<TenantEvent> events) {
        boolean usable = false;
        for (TenantEvent event : events) {
            happens(event);
            usable = event instanceof SecretUsable
                    || (usable && !(event instanceof SecretGone) && !(event instanceof SecretUnusable));
            if (!usable) {
                assertThat(permission()).isEqualTo(RunPermission.DENIED);
            }
        }
    }

    @Property
    void sinceMovesWhenTheStateThatIsShownDoesAndOnlyThen(@ForAll("events") List<TenantEvent> events) {
        for (TenantEvent event : events) {
            Instant since = tenant.since;
            TenantState before = tenant.standing().state();
            clock.pass(Duration.ofSeconds(1));
            happens(event);
            assertThat(tenant.since).isEqualTo(tenant.standing().state() == before ? since : clock.instant());
        }
    }

    @Property
    void whatHappensTwiceLeadsWhereItLedOnce(@ForAll("events") List<TenantEvent> events) {
        for (TenantEvent event : events) {
            happens(event);
            StateTransitions once = tenant.condition();
            happens(event);
            assertThat(tenant.condition()).isEqualTo(once);
        }
    }

    private void happens(TenantEvent event) {
        tenant.stand(tenant.condition().after(event), null, null, clock.instant());
    }

    private RunPermission permission() {
        return RunPermission.of(tenant.state, tenant.paused, false);
    }

    private static TenantEvent withPausedMode(TenantEvent event) {
        return switch (event) {
            case Resumed _ -> new Resumed(Mode.PAUSED);
            case WentWell _ -> new WentWell(Mode.PAUSED);
            default -> event;
        };
    }

    @Provide
    Arbitrary<List<TenantEvent>> events() {
        Arbitrary<Mode> modes = Arbitraries.of(Mode.class);
        Arbitrary<TenantEvent> one = Arbitraries.oneOf(
                Combinators.combine(modes, Arbitraries.of(true, false)).as(SecretUsable::new),
                Arbitraries.of(new SecretUnusable(), new SecretUnread(), new SecretGone(), new Refused(), new Paused()),
                modes.map(WentWell::new),
                modes.map(Resumed::new));
        return one.list().ofMaxSize(30);
    }
}
