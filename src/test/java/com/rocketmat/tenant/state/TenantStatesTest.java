package com.rocketmat.tenant.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.RecordedStates;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import org.junit.jupiter.api.Test;

/** The reasons shown with the states, and which events count. */
class TenantStatesTest {

    private static final TenantId ACME = new TenantId("acme");

    private final RecordedStates states = new RecordedStates();

    @Test
    void a_pause_lies_over_a_refusal_and_takes_nothing_of_it_away() {
        usable(false, 0);
        states.block(ACME, "Greenhouse forbids it", "tick the scope");
        states.pause(ACME);
        states.pause(ACME);
        assertThat(states.of(ACME)).isEqualTo("PAUSED paused by an operator; its own state: Greenhouse forbids it");
        assertThat(states.permission(ACME)).isEqualTo(RunPermission.DENIED);

        states.resume(ACME, Mode.LIVE);
        states.resume(ACME, Mode.LIVE);
        assertThat(states.standing(ACME))
                .isEqualTo(new TenantStatus(TenantState.BLOCKED, "Greenhouse forbids it", "tick the scope"));
    }

    @Test
    void the_end_of_a_slice_that_was_under_way_does_not_undo_a_pause() {
        usable(false, 0);
        states.pause(ACME);

        states.clear(ACME, Mode.LIVE);
        states.note(ACME, "Greenhouse is not available", "wait");

        assertThat(states.of(ACME)).startsWith("PAUSED paused by an operator");
        states.block(ACME, "Greenhouse forbids it", "tick the scope");
        assertThat(states.permission(ACME)).isEqualTo(RunPermission.DENIED);
        states.resume(ACME, Mode.LIVE);
        assertThat(states.of(ACME)).isEqualTo("BLOCKED Greenhouse forbids it");
    }

    @Test
    void a_refusal_of_a_slice_that_was_under_way_does_not_bring_a_stopped_tenant_back() {
        usable(false, 0);
        states.stopped(ACME);

        states.block(ACME, "Greenhouse refuses the client id", "check it");

        assertThat(states.of(ACME)).isEqualTo("STOPPED the secret was removed");
    }

    @Test
    void a_re_check_that_meets_a_greenhouse_out_of_order_proves_nothing() {
        usable(false, 0);
        states.block(ACME, "Greenhouse forbids it", "tick the scope");

        states.note(ACME, "Greenhouse is not available", "wait");

        assertThat(states.of(ACME)).isEqualTo("BLOCKED Greenhouse forbids it");
    }

    @Test
    void a_sound_finding_and_a_slice_that_went_well_end_a_block() {
        usable(false, 0);
        states.block(ACME, "Greenhouse forbids it", "tick the scope");
        assertThat(states.unblock(ACME, Mode.DRY_RUN)).isTrue();
        assertThat(states.of(ACME)).isEqualTo("DRY_RUN");
        assertThat(states.unblock(ACME, Mode.LIVE)).as("it was not blocked").isFalse();
        assertThat(states.of(ACME)).isEqualTo("DRY_RUN");

        states.block(ACME, "Greenhouse forbids it", "tick the scope");
        states.clear(ACME, Mode.LIVE);
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
    }

    @Test
    void a_newer_version_ends_a_block_also_for_a_replica_that_just_started() {
        usable(false, 3);
        states.block(ACME, "Greenhouse forbids it", "tick the scope");
        usable(false, 3);
        assertThat(states.of(ACME)).startsWith("BLOCKED");

        usable(false, 4);
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
    }

    @Test
    void a_version_that_another_replica_has_tried_is_no_news() {
        usable(false, 3);
        usable(true, 4);
        states.block(ACME, "Greenhouse forbids it", "tick the scope");

        usable(true, 4);

        assertThat(states.of(ACME)).startsWith("BLOCKED");
    }

    @Test
    void versions_that_start_anew_are_news() {
        usable(false, 9);
        states.block(ACME, "Greenhouse forbids it", "tick the scope");
        usable(true, 1);
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");

        states.stopped(ACME);
        usable(false, 1);
        states.block(ACME, "Greenhouse forbids it", "tick the scope");
        usable(false, 2);
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
    }

    @Test
    void settings_that_nobody_ran_are_told_from_those_that_a_replica_only_sees_for_the_first_time() {
        assertThat(usable(false, 3)).isEqualTo(Arrival.NEW);
        assertThat(usable(false, 3)).isEqualTo(Arrival.KNOWN);
        assertThat(usable(false, 4)).isEqualTo(Arrival.CHANGED);

        states.stopped(ACME);
        assertThat(usable(false, 4)).isEqualTo(Arrival.CHANGED);
        assertThat(usable(false, 4)).isEqualTo(Arrival.KNOWN);

        states.block(ACME, "Greenhouse forbids it", "tick the scope");
        assertThat(usable(false, 4)).isEqualTo(Arrival.KNOWN);

        states.invalid(ACME, "mode: must be one of", "correct it");
        assertThat(usable(false, 4)).isEqualTo(Arrival.CHANGED);
    }

    @Test
    void an_unknown_version_neither_ends_a_block_nor_forgets_the_known_one() {
        usable(false, 3);
        states.block(ACME, "Greenhouse forbids it", "tick the scope");
        usable(false, 0);
        assertThat(states.of(ACME)).startsWith("BLOCKED");

        usable(false, 3);
        assertThat(states.of(ACME)).startsWith("BLOCKED");
    }

    @Test
    void a_tenant_that_its_secret_pauses_says_so_and_an_operator_cannot_resume_it() {
        states.usable(ACME, Mode.PAUSED, false, 0, null, null);
        states.pause(ACME);
        assertThat(states.of(ACME)).isEqualTo("PAUSED paused by an operator");

        states.resume(ACME, Mode.PAUSED);

        assertThat(states.of(ACME)).isEqualTo("PAUSED mode: the tenant's secret says paused");
    }

    @Test
    void an_operators_pause_outlives_changes_and_the_loss_of_the_secret() {
        usable(false, 1);
        states.pause(ACME);
        usable(true, 2);
        assertThat(states.of(ACME)).isEqualTo("PAUSED paused by an operator");
        states.invalid(ACME, "mode: must be one of", "correct it");
        assertThat(states.of(ACME)).startsWith("INVALID");
        states.stopped(ACME);
        usable(false, 1);
        assertThat(states.of(ACME)).isEqualTo("PAUSED paused by an operator");

        states.resume(ACME, Mode.LIVE);
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
    }

    @Test
    void a_pause_of_all_is_said_of_those_that_would_run() {
        TenantStatus noModel = new TenantStatus(TenantState.ACTIVE, "no active model", "upload one");

        assertThat(noModel.whileAllArePaused().reason())
                .isEqualTo("all tenants are paused; its own state: no active model");
        assertThat(TenantStatus.of(TenantState.STOPPED).whileAllArePaused())
                .isEqualTo(TenantStatus.of(TenantState.STOPPED));
    }

    private Arrival usable(boolean changed, long version) {
        return states.usable(ACME, Mode.LIVE, changed, version, null, null);
    }
}
