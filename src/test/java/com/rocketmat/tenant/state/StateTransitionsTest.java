package com.rocketmat.tenant.state;

import static com.rocketmat.tenant.state.TenantState.ACTIVE;
import static com.rocketmat.tenant.state.TenantState.BLOCKED;
import static com.rocketmat.tenant.state.TenantState.DRY_RUN;
import static com.rocketmat.tenant.state.TenantState.INVALID;
import static com.rocketmat.tenant.state.TenantState.PAUSED;
import static com.rocketmat.tenant.state.TenantState.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantEvent.Refused;
import com.rocketmat.tenant.state.TenantEvent.SecretGone;
import com.rocketmat.tenant.state.TenantEvent.SecretUnread;
import com.rocketmat.tenant.state.TenantEvent.SecretUnusable;
import com.rocketmat.tenant.state.TenantEvent.SecretUsable;
import com.rocketmat.tenant.state.TenantEvent.WentWell;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The complete table of transitions. */
class StateTransitionsTest {

    private static final List<TenantState> STATES = List.of(ACTIVE, DRY_RUN, PAUSED, INVALID, BLOCKED, STOPPED);

    /** After each event, the state that follows each of {@link #STATES}. */
    private static final List<Row> TABLE = List.of(
            row(new SecretUsable(Mode.LIVE, false), ACTIVE, ACTIVE, ACTIVE, ACTIVE, BLOCKED, ACTIVE),
            row(new SecretUsable(Mode.LIVE, true), ACTIVE, ACTIVE, ACTIVE, ACTIVE, ACTIVE, ACTIVE),
            row(new SecretUsable(Mode.DRY_RUN, false), DRY_RUN, DRY_RUN, DRY_RUN, DRY_RUN, BLOCKED, DRY_RUN),
            row(new SecretUsable(Mode.DRY_RUN, true), DRY_RUN, DRY_RUN, DRY_RUN, DRY_RUN, DRY_RUN, DRY_RUN),
            row(new SecretUsable(Mode.PAUSED, false), PAUSED, PAUSED, PAUSED, PAUSED, PAUSED, PAUSED),
            row(new SecretUsable(Mode.PAUSED, true), PAUSED, PAUSED, PAUSED, PAUSED, PAUSED, PAUSED),
            row(new SecretUnusable(), INVALID, INVALID, INVALID, INVALID, INVALID, INVALID),
            row(new SecretUnread(), ACTIVE, DRY_RUN, PAUSED, INVALID, BLOCKED, INVALID),
            row(new SecretGone(), STOPPED, STOPPED, STOPPED, STOPPED, STOPPED, STOPPED),
            row(new Refused(), BLOCKED, BLOCKED, PAUSED, INVALID, BLOCKED, STOPPED),
            row(new WentWell(Mode.LIVE), ACTIVE, DRY_RUN, PAUSED, INVALID, ACTIVE, STOPPED),
            row(new WentWell(Mode.DRY_RUN), ACTIVE, DRY_RUN, PAUSED, INVALID, DRY_RUN, STOPPED),
            row(new WentWell(Mode.PAUSED), ACTIVE, DRY_RUN, PAUSED, INVALID, PAUSED, STOPPED));

    private record Row(TenantEvent event, List<TenantState> next) {}

    private static Row row(TenantEvent event, TenantState... next) {
        return new Row(event, List.of(next));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void eachEventLeadsToTheStateOfTheTable(TenantState state, TenantEvent event, TenantState next) {
        assertThat(new StateTransitions(state, false).after(event).state()).isEqualTo(next);
        assertThat(new StateTransitions(state, true).after(event).state())
                .as("while an operator pauses the tenant")
                .isEqualTo(next);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void onlyAnOperatorEndsAnOperatorsPause(TenantState state, TenantEvent event) {
        StateTransitions now = new StateTransitions(state, false);

        assertThat(now.held(true).after(event).held()).isTrue();
        assertThat(now.after(event).held()).isFalse();
        assertThat(now.held(true).held(false)).isEqualTo(now);
    }

    @Test
    void theTableNamesEveryStateAndEveryEvent() {
        assertThat(STATES).containsExactlyInAnyOrder(TenantState.values());
        Set<Class<?>> events = TABLE.stream().map(row -> row.event().getClass()).collect(Collectors.toSet());
        assertThat(events).isEqualTo(Set.copyOf(Arrays.asList(TenantEvent.class.getPermittedSubclasses())));
        assertThat(TABLE).allSatisfy(row -> assertThat(row.next()).hasSameSizeAs(STATES));
    }

    @Test
    void onlyATenantThatCouldRunIsShownAsPausedByAnOperator() {
        assertThat(STATES.stream().map(state -> new StateTransitions(state, true).shown()))
                .containsExactly(PAUSED, PAUSED, PAUSED, INVALID, PAUSED, STOPPED);
        assertThat(STATES.stream().map(state -> new StateTransitions(state, false).shown()))
                .containsExactlyElementsOf(STATES);
    }

    static Stream<Arguments> cells() {
        return TABLE.stream()
                .flatMap(row -> STATES.stream()
                        .map(state ->
                                Arguments.of(state, row.event(), row.next().get(STATES.indexOf(state)))));
    }
}
