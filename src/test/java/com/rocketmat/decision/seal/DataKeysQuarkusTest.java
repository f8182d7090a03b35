package com.rocketmat.decision.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.secrecy.Shown;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantChange;
import com.rocketmat.tenant.vault.Transit;
import com.rocketmat.tenant.vault.VaultFailure;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tenants' data keys on several replicas, with and without Vault. */
@QuarkusTest
class DataKeysQuarkusTest {

    private static final String KEY = "rocketmat";

    VaultStandIn vault;
    SandboxDatabase database;

    @Inject
    DataKeyStore store;

    @Inject
    Transit transit;

    @Inject
    SealConfig config;

    @Inject
    Rewrapping rewrapping;

    private final TenantId tenant = new TenantId("keys-" + UUID.randomUUID());
    private final FixedClock clock = new FixedClock();

    @AfterEach
    void vaultAnswersAgain() {
        vault.setAway(false);
    }

    @Test
    void allReplicasShareAKeyAndTenantsDoNot() {
        DataKey key = replica().keyToSeal(tenant).orElseThrow();

        assertThat(key.secret()).hasSize(32);
        assertThat(replica().keyToSeal(tenant).orElseThrow().secret()).isEqualTo(key.secret());
        assertThat(replica().keyToOpen(tenant, key.id()).orElseThrow().secret()).isEqualTo(key.secret());
        assertThat(replica()
                        .keyToSeal(new TenantId(tenant + "-2"))
                        .orElseThrow()
                        .secret())
                .isNotEqualTo(key.secret());
    }

    @Test
    void onlyOneKeyIsKeptIfTwoReplicasCreateOne() {
        StoredKey first = store.add(tenant, transit.newDataKey(KEY));
        StoredKey second = store.add(tenant, transit.newDataKey(KEY));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void withoutVaultARunningReplicaUsesItsKeyAndANewOneRetries() {
        DataKeys running = replica();
        DataKey key = running.keyToSeal(tenant).orElseThrow();
        DataKeys fresh = replica();
        try (LogTap log = new LogTap()) {
            vault.setAway(true);
            assertThat(running.keyToSeal(tenant).orElseThrow().secret()).isEqualTo(key.secret());
            assertThat(fresh.keyToSeal(tenant)).isEmpty();
            assertThat(fresh.keyToSeal(new TenantId(tenant + "-2"))).isEmpty();
            assertThatThrownBy(() -> fresh.keyToOpen(tenant, key.id()))
                    .isInstanceOf(VaultFailure.class)
                    .hasMessage("Vault answered 503 for decrypt/rocketmat");

            vault.setAway(false);
            assertThat(fresh.keyToSeal(tenant)).as("not retried at once").isEmpty();
            vault.setAway(true);
            clock.pass(DataKeys.BACKOFF.plusSeconds(1));
            assertThat(fresh.keyToSeal(tenant)).isEmpty();
            vault.setAway(false);
            clock.pass(DataKeys.BACKOFF.plusSeconds(1));
            assertThat(fresh.keyToSeal(tenant).orElseThrow().secret()).isEqualTo(key.secret());

            assertThat(lines(log))
                    .containsExactly(
                            "No data key for feature values (Vault answered 503 for decrypt/rocketmat); decisions keep scores only,"
                                    + " retrying every 60 s; check rocketmat.privacy.transit-key and the policy"
                                    + " (deploy/k8s/vault/role.sh)",
                            "Vault provides data keys again; sealing feature values");
        }
    }

    @Test
    void aKeyThatVaultCannotUnwrapAffectsNoOtherTenant() {
        store.add(tenant, new Transit.Wrapped("vault:v1:" + "A".repeat(80), 1));
        DataKeys replica = replica();

        assertThat(replica.keyToSeal(tenant)).isEmpty();
        TenantId other = new TenantId(tenant + "-2");
        assertThat(replica.keyToSeal(other)).isPresent();
        int before = store.find(other).orElseThrow().keyVersion();
        vault.rotate(KEY);
        rewrapping.tick();
        assertThat(store.find(other).orElseThrow().keyVersion()).isGreaterThan(before);
        delete();
        clock.pass(DataKeys.BACKOFF.plusSeconds(1));
        assertThat(replica.keyToSeal(tenant)).isPresent();
    }

    @Test
    void keysAreRewrappedAfterARotation() {
        DataKey key = replica().keyToSeal(tenant).orElseThrow();
        StoredKey old = store.find(tenant).orElseThrow();
        rewrapping.tick();
        assertThat(store.find(tenant)).contains(old);

        vault.rotate(KEY);
        rewrapping.tick();
        StoredKey rewrapped = store.find(tenant).orElseThrow();
        assertThat(rewrapped.keyVersion()).isEqualTo(old.keyVersion() + 1);
        assertThat(rewrapped.wrapped()).startsWith("vault:v" + rewrapped.keyVersion() + ":");

        vault.forgetBefore(KEY, rewrapped.keyVersion());
        assertThat(replica().keyToSeal(tenant).orElseThrow().secret()).isEqualTo(key.secret());
    }

    @Test
    void rewrappingIsRetriedIfVaultWasUnavailable() {
        assertThat(replica().keyToSeal(tenant)).isPresent();
        StoredKey old = store.find(tenant).orElseThrow();
        vault.rotate(KEY);
        vault.setAway(true);
        rewrapping.tick();
        assertThat(store.find(tenant)).contains(old);

        vault.setAway(false);
        rewrapping.tick();
        assertThat(store.find(tenant).orElseThrow().keyVersion()).isEqualTo(old.keyVersion() + 1);
    }

    /** As a purge locks it, which may take minutes. */
    @Test
    void aLockedKeyKeepsNoOtherFromBeingRewrapped() throws SQLException {
        TenantId other = new TenantId(tenant + "-2");
        assertThat(replica().keyToSeal(tenant)).isPresent();
        assertThat(replica().keyToSeal(other)).isPresent();
        StoredKey locked = store.find(tenant).orElseThrow();
        int before = store.find(other).orElseThrow().keyVersion();
        vault.rotate(KEY);

        try (Connection purge = database.dataSource().getConnection();
                Statement statement = purge.createStatement()) {
            purge.setAutoCommit(false);
            statement.execute("SELECT FROM tenant_data_key WHERE tenant_id = '%s' FOR UPDATE".formatted(tenant));
            rewrapping.tick();
            purge.rollback();
        }

        assertThat(store.find(tenant)).contains(locked);
        assertThat(store.find(other).orElseThrow().keyVersion()).isGreaterThan(before);
    }

    @Test
    void aFailureOfVaultIsLoggedThoughAnEarlierOnePassedUnseen() {
        DataKeys replica = replica();
        try (LogTap log = new LogTap()) {
            vault.setAway(true);
            assertThat(replica.keyToSeal(tenant)).isEmpty();
            clock.pass(Duration.ofDays(1));
            assertThat(replica.keyToSeal(new TenantId(tenant + "-2"))).isEmpty();

            assertThat(lines(log)).hasSize(2).allMatch(line -> line.startsWith("No data key for feature values"));
        }
    }

    @Test
    void aKeyDeletedByAPurgeIsNotUsedAgain() {
        DataKeys replica = replica();
        DataKey old = replica.keyToSeal(tenant).orElseThrow();
        delete();

        vault.setAway(true);
        assertThat(replica.keyToSeal(tenant)).isEmpty();
        assertThat(replica.cached(tenant)).isEmpty();

        vault.setAway(false);
        clock.pass(DataKeys.BACKOFF.plusSeconds(1));
        DataKey key = replica.keyToSeal(tenant).orElseThrow();
        assertThat(key.id()).isNotEqualTo(old.id());
        assertThat(key.secret()).isNotEqualTo(old.secret());
        assertThat(replica.keyToOpen(tenant, old.id())).isEmpty();
    }

    /** A report for a candidate may load it again, and no second stop of the tenant would remove it. */
    @Test
    void theKeyOfAStoppedTenantIsForgottenAgainAfterADay() {
        DataKeys replica = replica();
        DataKey key = replica.keyToSeal(tenant).orElseThrow();
        replica.on(new TenantChange.Stopped(tenant));
        assertThat(replica.cached(tenant)).isEmpty();
        assertThat(replica.keyToOpen(tenant, key.id())).isPresent();
        assertThat(replica.cached(tenant)).isPresent();

        clock.pass(DataKeys.EXPIRY.plusSeconds(1));

        assertThat(replica.cached(tenant)).isEmpty();
    }

    @Test
    void noKeyIsLoggedOrStoredInPlainText() {
        try (LogTap log = new LogTap()) {
            DataKey key = replica().keyToSeal(tenant).orElseThrow();
            Optional<DataKey> again = replica().keyToOpen(tenant, key.id());

            String shown = log.text() + Shown.database(database.dataSource()) + again;
            assertThat(shown)
                    .contains(store.find(tenant).orElseThrow().wrapped())
                    .doesNotContain(
                            HexFormat.of().formatHex(key.secret()),
                            Base64.getEncoder().encodeToString(key.secret()));
        }
    }

    private DataKeys replica() {
        return new DataKeys(store, transit, config, () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()));
    }

    private void delete() {
        database.execute("delete from tenant_data_key where tenant_id = '%s'".formatted(tenant));
    }

    private static List<String> lines(LogTap log) {
        return log.lines().stream()
                .filter(line -> line.category().equals(DataKeys.class.getName()))
                .map(line -> line.text()
                        .replaceFirst("^.*?(?=No data|Vault provides)", "")
                        .strip())
                .toList();
    }
}
