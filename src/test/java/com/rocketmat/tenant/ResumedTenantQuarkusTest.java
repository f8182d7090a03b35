package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ResumedTenantQuarkusTest {

    @Inject
    TenantRegistry registry;

    @Inject
    TenantStates states;

    @Inject
    TenantUnit unit;

    private final TenantId tenant = new TenantId("resumed-" + UUID.randomUUID());

    /** Otherwise the tenant would wait for its schedule, since one that runs cannot be resumed. */
    @Test
    void aResumeWhoseRunCannotBeRequestedCanBeRepeated() {
        DueAtSecondTry due = new DueAtSecondTry();
        TenantActions actions = new TenantActions(registry, states, unit, due.events());
        states.usable(tenant, Mode.LIVE, true, 1);
        actions.pause(tenant);

        assertThatThrownBy(() -> actions.resume(tenant)).hasMessage(DueAtSecondTry.FAILURE);
        assertThat(states.standing(tenant).state()).isEqualTo(TenantState.PAUSED);

        actions.resume(tenant);
        assertThat(states.standing(tenant).state()).isEqualTo(TenantState.ACTIVE);
        assertThat(due.triggers()).containsExactly("resumed");
    }
}
