package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.problem.HttpProblem;
import com.rocketmat.sync.RecordedDue;
import com.rocketmat.tenant.scope.TenantId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantActionsTest {

    private final TenantId tenant = new TenantId("acted-on");
    private final RecordedDue due = new RecordedDue();

    @Test
    void whoAsksForARunOfAPausedTenantIsToldToResumeIt() {
        TenantActions actions = actions("live");
        actions.pause(tenant);

        assertRefused(actions, "resume it");

        actions.resume(tenant);
        due.seen().clear();
        actions.sync(tenant);
        assertThat(due.seen()).containsExactly(new TenantDue(tenant, TenantActions.OPERATOR));
    }

    @Test
    void whereTheSecretPausesItItsModeIsToBeChanged() {
        assertRefused(actions("paused"), "set mode to live or dry-run in the tenant's secret");
    }

    private TenantActions actions(String mode) {
        OneTenant registered = new OneTenant(
                tenant, Map.of("harvest_client_id", "an-id", "harvest_client_secret", "a-secret", "mode", mode));
        return new TenantActions(registered.registry(), registered.states(), due);
    }

    private void assertRefused(TenantActions actions, String remedy) {
        assertThatThrownBy(() -> actions.sync(tenant)).isInstanceOfSatisfying(HttpProblem.class, problem -> {
            assertThat(problem.getStatusCode()).isEqualTo(409);
            assertThat(problem.getDetail()).isEqualTo("It is paused");
            assertThat(problem.getParameters()).containsEntry("remedy", remedy);
        });
        assertThat(due.seen()).isEmpty();
    }
}
