package com.rocketmat.tenant.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.RecordedStates;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantStates.Remark;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The reasons shown with the states, and the effect of events. */
class TenantStatesTest {

    private static final TenantId ACME = new TenantId("acme");

    private static final Remark REFUSAL = new Remark("the newest secret is refused: mode", "correct mode");

    private final RecordedStates states = new RecordedStates();

    @Test
    void aPauseCoversABlockAndLeavesItUnchanged() {
        usable(false, 1);
        block();
        states.pause(ACME);
        states.pause(ACME);
        assertThat(states.of(ACME)).isEqualTo("PAUSED paused by an operator; its own state: Greenhouse forbids it");
        assertThat(states.permission(ACME)).isEqualTo(RunPermission.DENIED);

        assertThat(states.resume(ACME))
                .as("while paused, it missed its hourly check")
                .isTrue();
        assertThat(states.resume(ACME)).as("nothing to end").isFalse();
        assertThat(states.standing(ACME))
                .isEqualTo(new TenantStatus(TenantState.BLOCKED, "Greenhouse forbids it", "tick the scope"));
    }

    @Test
    void theEndOfASliceDoesNotEndAPause() {
        usable(false, 1);
        states.pause(ACME);

        states.clear(ACME, Mode.LIVE);
        states.note(ACME, "Greenhouse is not available", "wait");

        assertThat(states.of(ACME)).startsWith("PAUSED paused by an operator");
        block();
        assertThat(states.permission(ACME)).isEqualTo(RunPermission.DENIED);
        states.resume(ACME);
        assertThat(states.of(ACME)).isEqualTo("BLOCKED Greenhouse forbids it");
    }

    @Test
    void neitherASliceNorAFailedReadRestartsAStoppedTenant() {
        usable(false, 1);
        states.stopped(ACME);

        states.block(ACME, "Greenhouse refuses the client id", "check it");
        assertThat(states.of(ACME)).isEqualTo("STOPPED the secret was removed");

        states.clear(ACME, Mode.LIVE);
        states.secretUnused(ACME, "its secret cannot be read: permission denied", "check the policy");
        assertThat(states.of(ACME)).isEqualTo("STOPPED the secret was removed");
    }

    @Test
    void anUnreadableSecretIsReportedWhateverASliceFinds() {
        usable(false, 1);
        states.secretUnused(ACME, "its secret cannot be read", "check the policy");

        states.clear(ACME, Mode.LIVE);

        assertThat(states.of(ACME)).isEqualTo("ACTIVE keeps its last valid settings; its secret cannot be read");
        states.pause(ACME);
        states.secretUnused(ACME, "its secret cannot be read", "check the policy");
        assertThat(states.standing(ACME).state()).isEqualTo(TenantState.PAUSED);
    }

    @Test
    void activatingAModelKeepsANoteAboutSomethingElse() {
        usable(false, 1);
        states.note(ACME, "Greenhouse is not available", "wait");
        states.modelActivated(ACME);

        assertThat(states.of(ACME)).isEqualTo("ACTIVE Greenhouse is not available");
    }

    /** Typical while a tenant is set up: its secret is corrected and it has no model. */
    @Test
    void aRefusedSecretIsReportedBesideTheReasonOfASlice() {
        states.usesLastValid(ACME, Mode.LIVE, REFUSAL);
        states.noModel(ACME);
        states.noModel(ACME);
        assertThat(states.standing(ACME))
                .isEqualTo(new TenantStatus(
                        TenantState.ACTIVE,
                        "no active model; it keeps its last valid settings; the newest secret is refused: mode",
                        "train or upload a model and activate it; correct mode"));

        states.modelActivated(ACME);
        assertThat(states.of(ACME))
                .isEqualTo("ACTIVE keeps its last valid settings; the newest secret is refused: mode");
        states.clear(ACME, Mode.LIVE);
        assertThat(states.of(ACME))
                .as("after a successful slice")
                .isEqualTo("ACTIVE keeps its last valid settings; the newest secret is refused: mode");

        states.noModel(ACME);
        usable(false, 1);
        states.noModel(ACME);
        assertThat(states.of(ACME)).isEqualTo("ACTIVE no active model");
    }

    @Test
    void aHealthyDoctorOrASuccessfulSliceEndsABlock() {
        usable(false, 1);
        block();
        states.note(ACME, "Greenhouse is not available", "wait");
        assertThat(states.of(ACME)).isEqualTo("BLOCKED Greenhouse forbids it");
        assertThat(states.isBlocked(ACME)).isTrue();
        states.clear(ACME, Mode.DRY_RUN);
        assertThat(states.isBlocked(ACME)).isFalse();
        assertThat(states.of(ACME)).isEqualTo("DRY_RUN");
        states.clear(ACME, Mode.LIVE);
        assertThat(states.of(ACME)).isEqualTo("DRY_RUN");

        block();
        states.clear(ACME, Mode.LIVE);
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
    }

    @Test
    void anUnchangedOrRefusedSecretEndsNoBlock() {
        usable(false, 3);
        block();
        usable(false, 3);
        states.usesLastValid(ACME, Mode.LIVE, REFUSAL);
        states.usesLastValid(ACME, Mode.LIVE, REFUSAL);
        block();
        assertThat(states.standing(ACME))
                .isEqualTo(new TenantStatus(
                        TenantState.BLOCKED,
                        "Greenhouse forbids it; it keeps its last valid settings; the newest secret is refused: mode",
                        "tick the scope; correct mode"));
        usable(false, 3);
        assertThat(states.of(ACME)).startsWith("BLOCKED");

        usable(false, 4);
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
    }

    @Test
    void aVersionThatAnotherReplicaHasTriedDoesNotEndABlock() {
        usable(false, 3);
        usable(true, 4);
        block();

        usable(true, 4);

        assertThat(states.of(ACME)).startsWith("BLOCKED");
    }

    @Test
    void aRecreatedSecretEndsABlock() {
        usable(false, 9);
        block();
        usable(true, 1);
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");

        states.stopped(ACME);
        usable(false, 1);
        block();
        usable(false, 2);
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
    }

    @Test
    void settingsAreNewChangedOrKnown() {
        assertThat(usable(false, 3)).isEqualTo(Arrival.NEW);
        assertThat(usable(false, 3)).isEqualTo(Arrival.KNOWN);
        assertThat(usable(false, 4)).isEqualTo(Arrival.CHANGED);

        states.stopped(ACME);
        assertThat(usable(false, 4)).isEqualTo(Arrival.CHANGED);
        assertThat(usable(false, 4)).isEqualTo(Arrival.KNOWN);

        block();
        assertThat(usable(false, 4)).isEqualTo(Arrival.KNOWN);

        states.invalid(ACME, "mode: must be one of", "correct it");
        assertThat(usable(false, 4)).isEqualTo(Arrival.CHANGED);
    }

    @Test
    void anOperatorCannotResumeATenantThatItsSecretPauses() {
        states.usable(ACME, Mode.PAUSED, false, 1);
        states.pause(ACME);
        assertThat(states.of(ACME)).isEqualTo("PAUSED paused by an operator");

        assertThat(states.resume(ACME)).isFalse();

        assertThat(states.of(ACME)).isEqualTo("PAUSED mode: the tenant's secret says paused");
    }

    @Test
    void anOperatorsPauseOutlivesChangesAndRemovalOfTheSecret() {
        usable(false, 1);
        states.pause(ACME);
        usable(true, 2);
        assertThat(states.of(ACME)).isEqualTo("PAUSED paused by an operator");
        states.invalid(ACME, "mode: must be one of", "correct it");
        assertThat(states.of(ACME)).isEqualTo("INVALID mode: must be one of");
        states.stopped(ACME);
        usable(false, 1);
        assertThat(states.of(ACME)).isEqualTo("PAUSED paused by an operator");

        assertThat(states.resume(ACME)).isTrue();
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
        assertThat(states.resume(ACME)).as("it was not paused").isFalse();
    }

    @Test
    void sinceChangesWithTheShownState() {
        Instant start = new FixedClock().instant();
        Tenant row = RecordedStates.row(ACME, TenantState.ACTIVE);

        row.set(new StateTransitions(TenantState.ACTIVE, false), "no active model", null, start.plusSeconds(1));
        assertThat(row.since).isEqualTo(start);
        row.set(new StateTransitions(TenantState.ACTIVE, true), null, null, start.plusSeconds(2));
        row.set(new StateTransitions(TenantState.BLOCKED, true), null, null, start.plusSeconds(3));
        assertThat(row.since).as("paused").isEqualTo(start.plusSeconds(2));
        row.set(new StateTransitions(TenantState.BLOCKED, false), null, null, start.plusSeconds(4));
        assertThat(row.since).isEqualTo(start.plusSeconds(4));
    }

    @Test
    void aPauseOfAllIsShownForTenantsThatWouldRun() {
        TenantStatus noModel = new TenantStatus(TenantState.ACTIVE, "no active model", "upload one");

        assertThat(noModel.whileAllArePaused().reason())
                .isEqualTo("all tenants are paused; its own state: no active model");
        assertThat(TenantStatus.of(TenantState.ACTIVE).whileAllArePaused().reason())
                .isEqualTo("all tenants are paused");
        assertThat(TenantStatus.of(TenantState.STOPPED).whileAllArePaused())
                .isEqualTo(TenantStatus.of(TenantState.STOPPED));
    }

    private void block() {
        states.block(ACME, "Greenhouse forbids it", "tick the scope");
    }

    private Arrival usable(boolean changed, long version) {
        return states.usable(ACME, Mode.LIVE, changed, version);
    }
}
