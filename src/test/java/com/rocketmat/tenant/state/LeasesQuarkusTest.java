package com.rocketmat.tenant.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.Lease;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LeasesQuarkusTest {

    @Inject
    Leases leases;

    @Inject
    TenantStates states;

    @Inject
    TenantUnit unit;

    SandboxDatabase database;

    private final TenantId tenant = new TenantId("leases-" + UUID.randomUUID());
    private final TenantId other = new TenantId("leases-" + UUID.randomUUID());

    @BeforeEach
    void twoTenants() {
        for (TenantId id : List.of(tenant, other)) {
            states.usable(id, Mode.LIVE, false, 1);
        }
    }

    @Test
    void onlyTheLastLeaseIsHeld() {
        Lease first = take(tenant);
        Lease ofAnother = take(other);
        Lease second = take(tenant);

        assertThat(leases.held(tenant, first)).isFalse();
        assertThat(leases.held(tenant, second)).isTrue();
        assertThat(leases.held(other, ofAnother)).isTrue();
        assertThat(second.token()).isGreaterThan(first.token());
    }

    @Test
    void aLostLeaseChangesNothing() {
        Lease lost = take(tenant);
        Lease held = take(tenant);

        assertThatThrownBy(() -> lost.hold(() -> block("lost"))).rootCause().hasMessageContaining("another's");
        assertThat(states.standing(tenant).state()).isEqualTo(TenantState.ACTIVE);
        held.hold(() -> block("held"));
        assertThat(states.standing(tenant).reason()).isEqualTo("held");
    }

    @Test
    void aClaimSaysWhetherThereIsAReasonToClear() {
        assertThat(leases.claim(tenant, Mode.LIVE).troubled()).isFalse();

        states.note(tenant, "Greenhouse is not available", "wait");
        assertThat(leases.claim(tenant, Mode.LIVE))
                .returns(true, Claim::troubled)
                .returns(states.lastVersion(tenant), Claim::secretVersion)
                .returns(RunPermission.GRANTED, Claim::permission);

        states.clear(tenant, Mode.LIVE);
        assertThat(leases.claim(tenant, Mode.LIVE).troubled()).isFalse();

        states.block(tenant, "Greenhouse refuses the client id", "check it");
        assertThat(leases.claim(tenant, Mode.LIVE)).as("blocked").returns(true, Claim::troubled);
    }

    @Test
    void everyTransactionChecksTheLease() {
        Lease lost = take(tenant);
        lost.hold(() -> block("held until here"));
        take(tenant);

        // on every connection of the pool
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> lost.hold(() -> block("lost"))).rootCause().hasMessageContaining("another's");
        }
    }

    @Test
    void aLeaseDoesNotRestrictOtherTenantsOrOperators() {
        Lease lost = take(other);
        take(other);

        lost.hold(() -> block("of another tenant"));
        assertThat(states.standing(tenant).reason()).isEqualTo("of another tenant");
        take(tenant);
        block("an operator holds none");

        assertThat(states.standing(tenant).reason()).isEqualTo("an operator holds none");
    }

    @Test
    void aLeaseIsNotTakenDuringATransactionOfItsHolder() throws Exception {
        Lease held = take(tenant);
        var taken = new ArrayList<CompletableFuture<Lease>>();

        held.hold(() -> {
            unit.run(tenant, () -> {
                states.usable(tenant, Mode.DRY_RUN, true, 2);
                Tenant.flush();
                CompletableFuture<Lease> take = CompletableFuture.supplyAsync(() -> take(tenant));
                taken.add(take);
                assertThatThrownBy(() -> take.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            });
            return null;
        });

        Lease next = taken.getFirst().get(10, TimeUnit.SECONDS);
        assertThat(states.standing(tenant).state()).isEqualTo(TenantState.DRY_RUN);
        assertThat(leases.held(tenant, next)).isTrue();
    }

    @Test
    void everyTableThatSlicesWriteChecksTheLease() {
        List<String> tables = database.tenantTables();
        // operators write models and the audit log, webhooks their counts
        tables.removeAll(List.of("lease", "model_file", "model_card", "audit_entry", "training", "webhook_count"));

        assertThat(database.column("SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                        + " WHERE t.tgname = 'lease_held' AND t.tgenabled = 'O' AND NOT c.relispartition"))
                .containsExactlyInAnyOrderElementsOf(tables);
    }

    private Lease take(TenantId id) {
        return leases.claim(id, Mode.LIVE).lease();
    }

    private Void block(String reason) {
        states.block(tenant, reason, "none");
        return null;
    }
}
