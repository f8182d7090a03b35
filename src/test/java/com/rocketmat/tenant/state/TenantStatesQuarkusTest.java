package com.rocketmat.tenant.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TenantStatesQuarkusTest {

    SandboxDatabase database;

    @Inject
    TenantStates states;

    @Inject
    TenantUnit unit;

    private final TenantId tenant = new TenantId("appearing-" + UUID.randomUUID());

    @Test
    void onlyOneOfTwoReplicasFindsATenantNew() throws ExecutionException, InterruptedException, TimeoutException {
        AtomicReference<CompletableFuture<Arrival>> waiting = new AtomicReference<>();

        unit.run(tenant, () -> {
            assertThat(usable()).isEqualTo(Arrival.NEW);
            CompletableFuture<Arrival> other = CompletableFuture.supplyAsync(this::usable);
            assertThatThrownBy(() -> other.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            waiting.set(other);
        });

        assertThat(waiting.get().get(10, TimeUnit.SECONDS)).isEqualTo(Arrival.KNOWN);
        assertThat(states.standing(tenant).state()).isEqualTo(TenantState.ACTIVE);
    }

    @Test
    @Tag("finding-B3")
    void theLastVersionIsKnownUntilTheSecretIsRemoved() {
        assertThat(states.lastVersion(tenant)).isEmpty();
        states.invalid(tenant, "harvest_client_id: missing", "add it");
        assertThat(states.lastVersion(tenant)).isEmpty();

        usable();
        states.invalid(tenant, "harvest_client_id: missing", "add it");
        assertThat(states.lastVersion(tenant)).contains(1L);

        states.stopped(tenant);
        assertThat(states.lastVersion(tenant)).isEmpty();
    }

    @Test
    void aTenantPurgedMeanwhileIsSkipped() throws ExecutionException, InterruptedException, TimeoutException {
        usable();
        assertThat(states.ids()).contains(tenant);
        AtomicReference<CompletableFuture<Void>> waiting = new AtomicReference<>();

        unit.run(tenant, () -> {
            assertThat(states.purge(tenant)).isEqualTo(1);
            CompletableFuture<Void> pause = CompletableFuture.runAsync(() -> states.pause(tenant));
            await("its row").until(() -> database.count("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);
            waiting.set(pause);
        });

        waiting.get().get(10, TimeUnit.SECONDS);
        assertThat(states.row(tenant)).isEmpty();
        assertThat(states.ids()).doesNotContain(tenant);
    }

    private Arrival usable() {
        return states.usable(tenant, Mode.LIVE, false, 1);
    }
}
