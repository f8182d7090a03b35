package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.Surroundings;
import com.rocketmat.sync.Runs;
import com.rocketmat.tenant.TenantId;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class DueTenantsQuarkusTest {

    @Inject
    DueTenants due;

    @Inject
    NextDue nextDue;

    @Inject
    Rhythm rhythm;

    @Inject
    Runs runs;

    @Inject
    Clock clock;

    private final TenantId tenant = new TenantId("due-" + UUID.randomUUID());

    @Test
    void aTenantIsDueAtOnceWhenItIsAdded() {
        due.add(tenant);
        assertThat(next()).containsOnlyKeys(tenant);
    }

    @Test
    void addingATenantAgainChangesNothing() {
        due.add(tenant);
        Instant first = next().get(tenant);
        due.add(tenant);
        due.add(tenant);
        // this replica may have run it meanwhile, which finds no settings and puts it off
        assertThat(next().get(tenant)).isAfterOrEqualTo(first);
    }

    @Test
    void aTenantWithoutSettingsHereIsPutOffByOneRefresh() {
        due.add(tenant);
        await().atMost(Duration.ofSeconds(10)).until(() -> next().get(tenant).isAfter(clock.instant()));
        due.makeDue(tenant);
        assertThat(next()).containsKey(tenant);
    }

    @Test
    void oneWhoseFirstRunIsAnotherReplicasToBeginKeepsItsPlaceAmongTheBacklogs() {
        assertThat(rhythm.run(tenant, () -> false)).get().returns(false, Turn::yields);
        runs.request(tenant, Runs.NEW_TENANT);
        assertThat(rhythm.run(tenant, () -> false)).get().returns(true, Turn::yields);
    }

    @Test
    void aRemovedTenantIsDueNoMoreAndRemovingTwiceIsNoFault() {
        due.add(tenant);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            due.remove(tenant);
            return next().isEmpty();
        });
        due.remove(tenant);
        due.makeDue(tenant);
        assertThat(next()).isEmpty();
    }

    private Map<TenantId, Instant> next() {
        return nextDue.nextDue(List.of(tenant));
    }
}
