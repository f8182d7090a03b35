package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.Surroundings;
import com.rocketmat.tenant.TenantSettings.Mode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TenantStatesQuarkusTest {

    @Inject
    TenantStates states;

    @Inject
    TenantUnit unit;

    private final TenantId tenant = new TenantId("appearing-" + UUID.randomUUID());

    @Test
    void replicasThatLearnOfATenantAtTheSameTimeAgreeOnWhoWasFirst()
            throws ExecutionException, InterruptedException, TimeoutException {
        AtomicReference<CompletableFuture<Arrival>> late = new AtomicReference<>();

        unit.run(tenant, () -> {
            assertThat(usable()).isEqualTo(Arrival.NEW);
            CompletableFuture<Arrival> other = CompletableFuture.supplyAsync(this::usable);
            assertThatThrownBy(() -> other.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            late.set(other);
        });

        assertThat(late.get().get(10, TimeUnit.SECONDS)).isEqualTo(Arrival.KNOWN);
        assertThat(states.standing(tenant).state()).isEqualTo(TenantState.ACTIVE);
    }

    private Arrival usable() {
        return states.usable(tenant, Mode.LIVE, false, 1, null, null);
    }
}
