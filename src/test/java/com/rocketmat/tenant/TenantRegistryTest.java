package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStatus;
import com.rocketmat.tenant.vault.SecretVersion;
import com.rocketmat.tenant.vault.TenantFolder;
import com.rocketmat.tenant.vault.VaultContact;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantRegistryTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId BOLT = new TenantId("bolt");
    private static final TenantId COG = new TenantId("cog");

    private final Map<TenantId, Read> vault = new TreeMap<>();
    private final RecordedStates states = new RecordedStates();
    private final RecordedChanges changes = new RecordedChanges();
    private final VaultContact contact = contact();
    private final Map<Integer, Map<String, String>> earlier = new HashMap<>();
    private RuntimeException folderFailure;
    private Read earlierVersionFailure;
    private int earlierVersionsAdmitted = Integer.MAX_VALUE;
    private int earlierReads;
    private boolean parentHasEntries = true;
    private boolean versionsAreListed = true;
    private int version;
    private TenantRegistry registry = replica(contact);

    private static VaultContact contact() {
        return new VaultContact(new FixedClock(), new SimpleMeterRegistry());
    }

    private TenantRegistry replica(VaultContact replicasContact) {
        return new TenantRegistry(folder(), states, new TenantUnit(), changes.events(), replicasContact);
    }

    private TenantFolder folder() {
        return new TenantFolder(null, null) {
            @Override
            public Map<TenantId, Read> read(Map<TenantId, SecretVersion> known) {
                if (folderFailure != null) {
                    throw folderFailure;
                }
                Map<TenantId, Read> secrets = new TreeMap<>(vault);
                secrets.replaceAll((tenant, read) -> versionsAreListed
                                && read instanceof Read.Found found
                                && found.version().equals(known.get(tenant))
                        ? new Read.Unchanged()
                        : read);
                return secrets;
            }

            @Override
            public Read read(TenantId tenant, long number) {
                earlierReads++;
                if (earlierVersionFailure != null) {
                    return earlierVersionFailure;
                }
                if (--earlierVersionsAdmitted < 0) {
                    return new Read.NoAnswer("Vault answered 429");
                }
                Map<String, String> secret = earlier.get((int) number);
                return secret == null ? new Read.Absent() : new Read.Found(secret, new SecretVersion((int) number, ""));
            }

            @Override
            public String path() {
                return "rocketmat/tenants";
            }

            @Override
            public boolean parentHasEntries() {
                return parentHasEntries;
            }
        };
    }

    private void restart() {
        registry = replica(contact());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUnchangedFolderCausesNoEventAndNoQuery(boolean versions) {
        versionsAreListed = versions;
        secret(ACME, "acme-1");
        secret(BOLT, "bolt-1", "mode", "on");
        refresh();
        int reads = states.reads();

        assertThat(refresh()).isEmpty();
        assertThat(states.reads()).isEqualTo(reads);
    }

    @Test
    void aSecretStartsItsTenantAndANewVersionTakesEffect() {
        secret(ACME, "acme-1");
        assertThat(refresh()).containsExactly("started acme, new");
        assertThat(registry.settings(ACME).orElseThrow().mode()).isEqualTo(Mode.LIVE);
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");

        secret(ACME, "acme-1", "mode", "dry-run");

        assertThat(refresh()).containsExactly("changed acme");
        assertThat(registry.settings(ACME).orElseThrow().mode()).isEqualTo(Mode.DRY_RUN);
        assertThat(states.of(ACME)).isEqualTo("DRY_RUN");
    }

    @Test
    void aTenantRemovedWhileNoReplicaRanIsStoppedByTheFirstRefresh() {
        states.put(ACME, TenantState.ACTIVE);

        assertThat(refresh()).containsExactly("stopped acme");
        assertThat(states.of(ACME)).isEqualTo("STOPPED the secret was removed");
    }

    @Test
    void anInvalidSecretOfANewTenantIsReportedUntilItIsCorrected() {
        secret(ACME, "acme-1", "mode", "on");

        assertThat(refresh()).isEmpty();
        assertThat(registry.settings(ACME)).isEmpty();
        assertThat(states.of(ACME)).startsWith("INVALID mode: must be one of");

        secret(ACME, "acme-1");
        assertThat(refresh()).containsExactly("changed acme");
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
    }

    @Test
    void aRunningTenantKeepsItsLastValidSettingsAndSaysSo() {
        run(ACME);
        secret(ACME, "acme-1", "mode", "on");

        assertThat(refresh()).isEmpty();
        assertThat(registry.settings(ACME)).isPresent();
        assertThat(states.of(ACME))
                .startsWith("ACTIVE keeps its last valid settings")
                .contains("mode: must");

        secret(ACME, "acme-1");
        assertThat(refresh()).containsExactly("changed acme");
        assertThat(states.of(ACME)).as("although its settings did not change").isEqualTo("ACTIVE");
    }

    @Test
    void aTenantWhoseLastValidVersionVaultNoLongerKeepsIsInvalid() {
        secret(ACME, "acme-1");
        refresh();
        secret(ACME, "acme-1", "mode", "on");
        earlier.clear();
        restart();

        assertThat(refresh()).isEmpty();
        assertThat(states.of(ACME)).startsWith("INVALID mode");
    }

    @Test
    void aNewReplicaRunsATenantWithItsLastValidSettings() {
        run(ACME);
        secret(ACME, "acme-1", "mode", "on");
        refresh();
        String reported = states.of(ACME);
        restart();

        assertThat(refresh()).containsExactly("started acme");
        assertThat(registry.settings(ACME).orElseThrow().mode()).isEqualTo(Mode.LIVE);
        assertThat(states.of(ACME)).isEqualTo(reported).startsWith("ACTIVE keeps its last valid settings");
        assertThat(refresh()).isEmpty();

        secret(ACME, "acme-2");
        assertThat(refresh()).containsExactly("changed acme");
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
    }

    /** Its versions start again, and the tenant ran with none of them. */
    @Test
    void aSecretThatWasRemovedMeanwhileHasNoLastValidSettings() {
        run(ACME);
        vault.remove(ACME);
        secret(BOLT, "bolt-1");
        refresh();
        secret(ACME, "acme-1", "mode", "on");
        restart();

        assertThat(refresh()).containsExactly("started bolt");
        assertThat(states.of(ACME)).startsWith("INVALID mode");
    }

    @Test
    void aReplicaIsOutdatedUntilItReadsTheVersionThatAnotherHasRead() {
        run(ACME);
        TenantRegistry behind = registry;
        restart();
        refresh();
        secret(ACME, "acme-2");
        refresh();

        assertThat(behind.isOutdated(ACME)).isTrue();
        assertThat(behind.keepsRunning(behind.settings(ACME).orElseThrow())).isTrue();
        assertThat(behind.runs(behind.settings(ACME).orElseThrow()))
                .as("it would write, or export, with the older settings")
                .isFalse();
        assertThat(registry.isOutdated(ACME)).isFalse();
        assertThat(registry.runs(registry.settings(ACME).orElseThrow())).isTrue();
        behind.refresh();
        assertThat(behind.isOutdated(ACME)).isFalse();
    }

    /** Going back to its own older ones, it would write scores for a tenant that its secret has paused. */
    @Test
    void aReplicaThatMissedAValidVersionRunsThatOneWhenTheNextIsRefused() {
        run(ACME);
        TenantRegistry behind = registry;
        restart();
        refresh();
        secret(ACME, "acme-1", "mode", "paused");
        refresh();
        secret(ACME, "acme-1", "mode", "on");
        refresh();
        changes.seen().clear();

        earlierVersionFailure = new Read.NoAnswer("Vault answered 429");
        behind.refresh();
        assertThat(states.of(ACME)).startsWith("PAUSED");
        earlierVersionFailure = null;
        behind.refresh();

        assertThat(changes.seen()).containsExactly("changed acme");
        assertThat(behind.settings(ACME)).isEqualTo(registry.settings(ACME));
        assertThat(behind.settings(ACME).orElseThrow().mode()).isEqualTo(Mode.PAUSED);
        assertThat(states.of(ACME)).startsWith("PAUSED");
    }

    /** It would wait for another one without end. */
    @ParameterizedTest
    @CsvSource({"7, live", "7, on", "0, live", "0, on"})
    void aSingleReplicaIsNeverOutdated(int before, String mode) {
        version = 6;
        run(ACME);
        // 0: the secret was deleted with its metadata, so that its versions start again
        version = before;

        secret(ACME, "acme-1", "mode", mode);
        refresh();
        assertThat(registry.settings(ACME)).isPresent();
        assertThat(registry.isOutdated(ACME)).isFalse();

        vault.put(ACME, new Read.Refused("403"));
        refresh();
        assertThat(registry.isOutdated(ACME)).isFalse();
    }

    @Test
    void aReplicaThatCannotReadTheEarlierVersionStopsTheTenantOnNoOther() {
        run(ACME);
        earlierVersionFailure = new Read.NoAnswer("Vault answered 429");
        secret(ACME, "acme-1", "mode", "on");
        refresh();
        assertThat(states.of(ACME)).as("it runs").contains("the newest secret is refused: mode");
        restart();

        assertThat(refresh()).isEmpty();
        assertThat(states.of(ACME)).startsWith("ACTIVE keeps its last valid settings");

        earlierVersionFailure = null;
        assertThat(refresh()).containsExactly("started acme");
    }

    @Test
    void aBlockedTenantStaysBlockedUntilItsSecretIsWrittenAgain() {
        run(ACME);
        states.block(ACME, "Greenhouse refuses the client id", "check it");
        refresh();
        assertThat(states.of(ACME)).startsWith("BLOCKED");

        // even if the new version is equal
        secret(ACME, "acme-1");
        assertThat(refresh()).containsExactly("changed acme");
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
    }

    @Test
    void aPausedTenantShowsThatItsNewestSecretIsRefused() {
        secret(ACME, "acme-1", "mode", "paused");
        refresh();
        secret(ACME, "acme-1", "mode", "Live");
        try (LogTap log = new LogTap(TenantRegistry.class)) {
            refresh();

            assertThat(log.lines())
                    .filteredOn(line -> line.level().equals(Level.WARN))
                    .extracting(LogTap.Line::text)
                    .singleElement()
                    .asString()
                    .contains("Refusing the secret of tenant acme: mode: must", "; it keeps its last valid settings");
        }
        assertThat(states.standing(ACME).remedy()).endsWith("; correct the tenant's secret in Vault");
        assertThat(states.of(ACME))
                .startsWith("PAUSED mode: the tenant's secret says paused; it keeps its last valid settings;"
                        + " the newest secret is refused: mode: must be one of");

        secret(ACME, "acme-1", "mode", "live");
        refresh();
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"paused", "live"})
    void aPausedOrBlockedTenantShowsThatItsSecretCannotBeRead(String mode) {
        secret(ACME, "acme-1", "mode", mode);
        secret(BOLT, "bolt-1");
        refresh();
        states.block(ACME, "Greenhouse refuses the client id", "check it");
        String before = states.of(ACME);
        Read readable = vault.put(ACME, new Read.Refused("Vault answered 403"));
        refresh();
        assertThat(states.of(ACME))
                .startsWith(before)
                .endsWith("keeps its last valid settings; its secret cannot be read: Vault answered 403");

        vault.put(ACME, readable);
        replica(contact()).refresh();
        assertThat(states.of(ACME)).as("another replica clears it").isEqualTo(before);
        refresh();
        assertThat(states.of(ACME)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({"acme, bolt", "bolt, acme"})
    void theLaterOfTwoTenantsWithTheSameClientIsInvalid(String running, String later) {
        secret(new TenantId(running), "same-1");
        refresh();
        secret(new TenantId(later), "same-1", "harvest_client_secret", "another secret of the client");

        assertThat(refresh()).isEmpty();
        assertThat(states.of(new TenantId(running))).isEqualTo("ACTIVE");
        assertThat(states.of(new TenantId(later)))
                .startsWith("INVALID harvest_client_id: another tenant uses the same credential");
    }

    /** An operator of one tenant may not know of the other. */
    @Test
    void onlyTheLogNamesTheOtherTenantOfACredential() {
        secret(ACME, "same-1");
        refresh();
        secret(BOLT, "same-1");
        try (LogTap log = new LogTap(TenantRegistry.class)) {
            refresh();
            refresh();

            assertThat(log.lines())
                    .filteredOn(line -> line.text().contains("bolt"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.text()).contains("acme", "it does not run"));
        }
        TenantStatus bolt = states.standing(BOLT);
        assertThat(bolt.reason() + bolt.remedy()).contains("the log names").doesNotContain("acme");
    }

    /** One replica knows its last valid settings, the other started later. */
    @Test
    void twoReplicasDoNotOverwriteEachOthersReasonForACopiedCredential() {
        run(ACME, BOLT);
        secret(ACME, "bolt-1");
        refresh();
        TenantRegistry later = replica(contact());
        later.refresh();
        String reported = states.of(ACME);
        int reads = states.reads();

        refresh();
        later.refresh();

        assertThat(states.reads()).as("nothing is reported").isEqualTo(reads);
        assertThat(states.of(ACME)).isEqualTo(reported).startsWith("INVALID");
    }

    @Test
    @Tag("finding-B3")
    void aCopyWrittenWhileNoReplicaRunsIsInvalidEvenIfTheOriginalChanges() {
        secret(BOLT, "same-1");
        refresh();
        secret(ACME, "same-1");
        secret(BOLT, "same-1", "mode", "dry-run");
        restart();
        refresh();

        assertThat(states.of(BOLT)).isEqualTo("DRY_RUN");
        assertThat(states.of(ACME)).startsWith("INVALID harvest_client_id");
    }

    @Test
    @Tag("finding-B3")
    void aTenantCannotTakeTheCredentialOfATenantThatRanWithIt() {
        secret(BOLT, "same-1");
        run(ACME);
        secret(ACME, "same-1");
        restart();
        refresh();

        assertThat(states.of(BOLT)).isEqualTo("ACTIVE");
        assertThat(states.of(ACME)).startsWith("INVALID harvest_client_id: another tenant");
    }

    /** Else its scores would go to the other's Greenhouse. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTenantThatRanWithItsOwnCredentialDoesNotGetThatOfANewTenant(boolean restarted) {
        run(ACME);
        Map<TenantId, TenantSettings> before = registry.running();
        secret(BOLT, "same-1");
        secret(ACME, "same-1");
        if (restarted) {
            restart();
        }
        refresh();

        assertThat(registry.running()).isEqualTo(restarted ? Map.of() : before);
        assertThat(states.of(BOLT)).startsWith("INVALID harvest_client_id: another tenant uses the same credential");
        assertThat(states.of(ACME))
                .contains("neither the database nor an earlier version in Vault shows which of them ran with it");
    }

    @Test
    void aTenantThatRanWithItsOwnCredentialDoesNotGetThatOfAPurgedTenant() {
        run(ACME, BOLT);
        Map<TenantId, TenantSettings> before = registry.running();
        secret(ACME, "bolt-1");
        refresh();
        states.purge(BOLT);
        refresh();
        refresh();

        assertThat(registry.running()).isEqualTo(Map.of(ACME, before.get(ACME)));
        assertThat(states.of(BOLT)).startsWith("INVALID harvest_client_id: another tenant uses the same credential");

        secret(ACME, "acme-1");
        assertThat(refresh()).containsExactly("changed acme", "changed bolt");
        assertThat(registry.running()).isEqualTo(before);
    }

    @Test
    void aTenantGetsNoSharedCredentialWhileVaultDoesNotShowWhatItRanWith() {
        secret(BOLT, "same-1");
        refresh();
        secret(ACME, "same-1");
        secret(BOLT, "same-1", "mode", "dry-run");
        restart();
        earlierVersionFailure = new Read.NoAnswer("Vault answered 429");
        assertThat(refresh()).isEmpty();
        earlierVersionFailure = new Read.Refused("Vault answered 403");
        assertThat(refresh()).isEmpty();
        assertThat(registry.running()).isEmpty();
        earlierVersionFailure = null;

        refresh();
        assertThat(registry.running()).containsOnlyKeys(BOLT);
    }

    @Test
    @Tag("finding-B3")
    void twoNewTenantsWithOneCredentialAreBothInvalidOnEveryReplica() {
        secret(ACME, "same-1");
        secret(BOLT, "same-1");
        for (int replica = 0; replica < 2; replica++) {
            assertThat(refresh()).isEmpty();
            assertThat(refresh()).isEmpty();
            assertThat(states.of(ACME))
                    .startsWith("INVALID harvest_client_id: another tenant uses the same credential")
                    .contains("remove the secret")
                    .doesNotContain("same-1");
            assertThat(states.of(BOLT))
                    .startsWith("INVALID harvest_client_id: another tenant uses the same credential");
            restart();
        }

        vault.remove(ACME);
        assertThat(refresh())
                .as("the other starts in the same refresh")
                .containsExactly("stopped acme", "changed bolt");
        assertThat(states.of(BOLT)).isEqualTo("ACTIVE");
    }

    @Test
    @Tag("finding-B3")
    void twoFormerlyRunningTenantsWithOneCredentialAreBothInvalid() {
        run(ACME, BOLT);
        secret(ACME, "same-1");
        secret(BOLT, "same-1");
        restart();
        refresh();
        assertThat(states.of(ACME)).startsWith("INVALID harvest_client_id");
        assertThat(states.of(BOLT)).startsWith("INVALID harvest_client_id");

        secret(ACME, "acme-2");
        assertThat(refresh()).containsExactlyInAnyOrder("changed acme", "changed bolt");
    }

    @Test
    @Tag("finding-B3")
    void anUnavailableDatabaseDecidesForNeitherTenant() {
        secret(BOLT, "same-1");
        refresh();
        secret(ACME, "same-1");
        restart();
        states.failFor(BOLT);

        try (LogTap log = new LogTap(EachTenant.class)) {
            assertThat(refresh()).isEmpty();
            assertThat(log.text()).contains("tenant bolt", "the database is unavailable (SQLSTATE 08006)");
        }
        assertThat(registry.settings(ACME)).isEmpty();
        assertThat(registry.settings(BOLT)).isEmpty();

        states.failFor(null);
        assertThat(refresh()).containsExactly("started bolt");
        assertThat(states.of(ACME)).startsWith("INVALID harvest_client_id: another tenant");
    }

    @Test
    @Tag("finding-B3")
    void aCredentialMayMoveToAnotherTenant() {
        secret(ACME, "same-1");
        refresh();
        secret(BOLT, "same-1");
        refresh();
        vault.remove(ACME);
        assertThat(refresh()).containsExactly("stopped acme", "changed bolt");

        secret(ACME, "same-1");
        restart();
        refresh();
        assertThat(states.of(BOLT)).isEqualTo("ACTIVE");
        assertThat(states.of(ACME)).startsWith("INVALID harvest_client_id: another tenant");
    }

    /** The refused tenant keeps the credential that another needs. */
    @Test
    void anExchangeRefusedToOneTenantIsRefusedToAll() {
        run(ACME, BOLT, COG);
        Map<TenantId, TenantSettings> before = registry.running();

        secret(ACME, "bolt-1");
        secret(BOLT, "cog-1");

        assertThat(refresh()).isEmpty();
        assertThat(registry.running()).isEqualTo(before);
        assertThat(List.of(states.of(ACME), states.of(BOLT)))
                .allSatisfy(state -> assertThat(state).contains("another tenant uses the same credential"));
    }

    @Test
    @Tag("failure-vault-sealed")
    void anUnavailableVaultChangesNothingForRunningTenants() {
        run(ACME);
        folderFailure = new IllegalStateException("sealed, body with a token");

        assertThat(refresh()).isEmpty();
        assertThat(registry.settings(ACME)).isPresent();
        assertThat(contact.status().reason()).contains("IllegalStateException");
    }

    @Test
    void aDatabaseFailureAtTheStartIsNotReportedAsVaults() {
        secret(ACME, "acme-1");
        states.listsFail(true);

        try (LogTap log = new LogTap(VaultContact.class)) {
            assertThatThrownBy(this::refresh).hasMessage("the database is away");
            assertThat(log.lines()).isEmpty();
        }
        assertThat(contact.everLoaded()).isFalse();
        assertThat(contact.status().reason()).isEmpty();
        states.listsFail(false);
        assertThat(refresh()).containsExactly("started acme, new");
    }

    @Test
    @Tag("failure-vault-403")
    void aRunningTenantWithAnUnreadableSecretKeepsRunningAndSaysSo() {
        run(ACME, BOLT);
        Read readable = vault.put(ACME, new Read.Refused("Vault answered 403"));

        assertThat(refresh()).isEmpty();
        assertThat(registry.settings(ACME)).isPresent();
        assertThat(states.of(ACME))
                .startsWith("ACTIVE keeps its last valid settings")
                .endsWith("Vault answered 403");
        assertThat(states.standing(ACME).remedy()).contains("policy");
        int reads = states.reads();
        assertThat(refresh()).isEmpty();
        assertThat(states.reads()).as("it is reported once").isEqualTo(reads);

        vault.put(ACME, readable);
        assertThat(refresh()).as("it already runs with this version").isEmpty();
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
    }

    @Test
    @Tag("failure-vault-403")
    void aPolicyThatRefusesAllSecretsIsNotReportedPerTenant() {
        run(ACME, BOLT);
        vault.replaceAll((_, _) -> new Read.Refused("Vault answered 403"));

        assertThat(refresh()).isEmpty();
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
        assertThat(contact.status().reason()).contains("Vault answered 403");
    }

    @Test
    void aReplicaThatCannotReadASecretDoesNotStopTheTenantOnOthers() {
        states.put(ACME, TenantState.ACTIVE);
        states.put(BOLT, TenantState.PAUSED);
        vault.put(ACME, new Read.Refused("Vault answered 503"));
        vault.put(BOLT, new Read.Refused("Vault answered 503"));
        secret(COG, "cog-1");
        refresh();

        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
        assertThat(states.of(BOLT)).isEqualTo("PAUSED");
    }

    @Test
    void aNewTenantWithAnUnreadableSecretIsInvalid() {
        vault.put(ACME, new Read.Refused("Vault answered 403 for rocketmat/tenants/acme"));
        secret(BOLT, "bolt-1");
        refresh();
        assertThat(states.of(ACME)).isEqualTo("INVALID Vault answered 403 for rocketmat/tenants/acme");

        vault.remove(ACME);
        refresh();
        assertThat(states.of(ACME)).isEqualTo("STOPPED the secret was removed");
    }

    @Test
    void anInvalidSecretKeepsItsReasonAfterAFailedRead() {
        secret(ACME, "acme-1", "mode", "on");
        refresh();
        Read bad = vault.get(ACME);
        vault.put(ACME, new Read.Refused("Vault answered 503"));
        refresh();
        vault.put(ACME, bad);
        refresh();

        assertThat(states.of(ACME)).startsWith("INVALID mode");
    }

    @Test
    void aListWithoutReadableSecretIsNoLoad() {
        vault.put(ACME, new Read.Refused("Vault answered 403 for rocketmat/tenants/acme"));
        refresh();

        assertThat(contact.everLoaded()).isFalse();
        assertThat(contact.status().reason()).contains("Vault answered 403 for rocketmat/tenants/acme");
        assertThat(states.of(ACME)).isEqualTo("INVALID Vault answered 403 for rocketmat/tenants/acme");
    }

    @Test
    void anEventWhoseObserverFailedIsFiredAgain() {
        secret(ACME, "acme-1");
        changes.failOnce();
        refresh();
        assertThat(registry.settings(ACME)).isEmpty();

        assertThat(refresh()).containsExactly("started acme");

        secret(ACME, "acme-1", "mode", "dry-run");
        changes.failOnce();
        refresh();
        assertThat(refresh()).containsExactly("changed acme");
    }

    @Test
    void aStopWhoseObserverFailedHoldsAndIsFiredAgain() {
        run(ACME);
        vault.clear();
        changes.failOnce();
        refresh();
        assertThat(registry.settings(ACME)).isEmpty();

        assertThat(refresh()).containsExactly("stopped acme");
        assertThat(refresh()).isEmpty();
    }

    @Test
    void aStopHoldsOnThisReplicaWhileTheDatabaseIsUnavailable() {
        run(ACME);
        vault.clear();
        states.failFor(ACME);
        refresh();
        assertThat(registry.settings(ACME)).isEmpty();

        states.failFor(null);
        assertThat(refresh()).containsExactly("stopped acme");
        assertThat(states.of(ACME)).isEqualTo("STOPPED the secret was removed");
    }

    @Test
    void aSecretRestoredBeforeItsStopIsRecordedRunsAgain() {
        secret(ACME, "acme-1");
        Read same = vault.get(ACME);
        refresh();
        vault.clear();
        states.failFor(ACME);
        refresh();

        states.failFor(null);
        vault.put(ACME, same);
        refresh();

        assertThat(registry.settings(ACME)).isPresent();
    }

    @Test
    void aReplicaThatHasNotReadTheSecretDoesNotResumeATenantThatTheSecretPauses() {
        secret(ACME, "acme-1", "mode", "paused");
        refresh();
        restart();
        TenantActions actions = new TenantActions(registry, states, new TenantUnit(), null);
        actions.pause(ACME);

        actions.resume(ACME);

        assertThat(states.of(ACME)).isEqualTo("PAUSED mode: the tenant's secret says paused");
    }

    @Test
    void aSettledVersionIsNotParsedAgain() {
        secret(ACME, "acme-1");
        secret(BOLT, "bolt-1", "mode", "on");
        states.failFor(ACME);
        refresh();
        states.failFor(null);
        assertThat(refresh()).as("the first attempt failed").containsExactly("started acme, new");
        vault.replaceAll((_, read) ->
                read instanceof Read.Found found ? new Read.Found(Map.of("not", "parsed"), found.version()) : read);

        assertThat(refresh()).isEmpty();
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
        assertThat(states.of(BOLT)).startsWith("INVALID mode");
    }

    @Test
    void anUnreadSecretChangesNothing() {
        run(ACME, BOLT);
        Read before = vault.put(ACME, new Read.NoAnswer("Vault answered 429"));
        assertThat(refresh()).isEmpty();
        assertThat(registry.settings(ACME)).isPresent();
        assertThat(contact.status().state()).isEqualTo(VaultContact.State.DEGRADED);

        vault.put(ACME, before);
        assertThat(refresh()).isEmpty();
        assertThat(contact.status().state()).isEqualTo(VaultContact.State.OK);
    }

    /** Vault may limit the number of reads. */
    @Test
    void theFirstLoadIsCompleteOnceEverySecretWasReadByAnyRefresh() {
        secret(ACME, "acme-1");
        vault.put(BOLT, new Read.NoAnswer("Vault answered 429"));
        vault.put(COG, new Read.Refused("Vault answered 403"));
        vault.put(new TenantId("former"), new Read.Absent());
        assertThat(refresh()).isEmpty();
        assertThat(contact.everLoaded()).isFalse();
        assertThat(contact.status().reason()).contains("Vault answered 429");
        assertThat(states.of(BOLT)).isEqualTo("STOPPED");

        vault.replaceAll((_, _) -> new Read.NoAnswer("Vault answered 429"));
        secret(BOLT, "bolt-1");

        assertThat(refresh()).containsExactly("started acme, new", "started bolt, new");
        assertThat(contact.status().state()).isEqualTo(VaultContact.State.OK);
        refresh();
        assertThat(contact.status().state()).isEqualTo(VaultContact.State.DEGRADED);
    }

    /** Otherwise the scores of the copy would go to the owner's Greenhouse. */
    @Test
    void aCopiedCredentialDoesNotRunBeforeItsOwnersSecretIsRead() {
        secret(BOLT, "same-1");
        refresh();
        Read owners = vault.get(BOLT);
        secret(ACME, "same-1");
        restart();
        vault.put(BOLT, new Read.NoAnswer("Vault answered 429"));
        refresh();
        vault.put(BOLT, owners);

        assertThat(refresh()).containsExactly("started bolt");
        assertThat(states.of(ACME)).startsWith("INVALID harvest_client_id: another tenant");
    }

    @Test
    void aCopiedCredentialDoesNotRunBeforeItsOwnersLastValidVersionIsRead() {
        secret(BOLT, "same-1");
        refresh();
        secret(BOLT, "same-1", "mode", "on");
        refresh();
        secret(ACME, "same-1");
        restart();
        states.failFor(BOLT);
        assertThatThrownBy(this::refresh).hasMessageContaining("the database is away");
        states.failFor(null);
        earlierVersionFailure = new Read.NoAnswer("Vault answered 429");
        assertThat(refresh()).isEmpty();
        earlierVersionFailure = null;

        assertThat(refresh()).containsExactly("started bolt");
        assertThat(states.of(ACME)).startsWith("INVALID harvest_client_id: another tenant");
    }

    /** Vault may admit fewer reads at once than there are invalid secrets. */
    @Test
    void theFirstLoadIsCompleteOnceEveryLastValidVersionWasReadByAnyRefresh() {
        run(ACME, BOLT);
        secret(ACME, "acme-1", "mode", "on");
        secret(BOLT, "bolt-1", "mode", "on");
        restart();
        earlierVersionsAdmitted = 1;
        assertThat(refresh()).isEmpty();
        earlierVersionsAdmitted = 1;

        assertThat(refresh()).containsExactly("started acme", "started bolt");
    }

    /** It would be waited for once for each invalid secret. */
    @Test
    void aSilentVaultIsAskedForOneLastValidVersionInARefreshOfTheFirstLoad() {
        run(ACME, BOLT, COG);
        secret(ACME, "acme-1", "mode", "on");
        secret(BOLT, "bolt-1", "mode", "on");
        secret(COG, "cog-1", "mode", "on");
        restart();
        earlierVersionFailure = new Read.NoAnswer("Vault did not answer");

        assertThat(refresh()).isEmpty();
        assertThat(earlierReads).isOne();
        earlierVersionFailure = null;
        assertThat(refresh()).containsExactly("started acme", "started bolt", "started cog");
    }

    /** The owner's secret could not be read when this replica started: see CredentialOwners. */
    @Test
    void aLastValidVersionWithTheCredentialOfARunningTenantDoesNotRunBesideIt() {
        secret(BOLT, "same-1");
        refresh();
        secret(BOLT, "same-1", "mode", "on");
        refresh();
        String reported = states.of(BOLT);
        Read broken = vault.put(BOLT, new Read.Refused("Vault answered 403"));
        secret(ACME, "same-1");
        restart();
        refresh();
        vault.put(BOLT, broken);

        try (LogTap log = new LogTap(TenantRegistry.class)) {
            assertThat(refresh()).isEmpty();
            assertThat(refresh()).isEmpty();
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.text()).contains("tenant bolt", "(acme); it does not run"));
        }
        assertThat(registry.running()).containsOnlyKeys(ACME);
        assertThat(states.of(BOLT)).as("as other replicas see it").isEqualTo(reported);

        vault.remove(ACME);
        assertThat(refresh()).containsExactly("stopped acme", "started bolt");
    }

    /** Another replica ran it with the credential that acme, whose newest secret this one cannot read, had before. */
    @Test
    void aRunningTenantSaysThatTheCredentialOfItsLastValidVersionIsShared() {
        run(ACME, BOLT);
        TenantRegistry behind = registry;
        Optional<TenantSettings> before = behind.settings(BOLT);
        restart();
        secret(ACME, "acme-2");
        secret(BOLT, "acme-1");
        refresh();
        secret(BOLT, "acme-1", "mode", "on");
        vault.put(ACME, new Read.Refused("Vault answered 403"));
        try (LogTap log = new LogTap(TenantRegistry.class)) {
            behind.refresh();
            behind.refresh();

            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.text())
                            .contains("tenant bolt: mode: must", "(acme); it keeps its last valid settings"));
        }
        assertThat(states.of(BOLT))
                .startsWith("ACTIVE keeps its last valid settings; the newest secret is refused: mode: must")
                .endsWith("; another tenant uses the credential of its last valid version");
        assertThat(states.standing(BOLT).remedy()).contains("the log names the other tenant");
        assertThat(behind.settings(BOLT)).isEqualTo(before);
    }

    /** This replica missed the exchange, and then both secrets are wrong. */
    @ParameterizedTest
    @ValueSource(strings = {"on", "live"})
    void aReplicaThatMissedAnExchangeFollowsItByTheLastValidVersions(String mode) {
        run(ACME, BOLT);
        TenantRegistry behind = registry;
        restart();
        refresh();
        secret(ACME, "bolt-1");
        secret(BOLT, "acme-1");
        refresh();
        secret(ACME, "bolt-1", "mode", "on");
        secret(BOLT, "acme-1", "mode", mode);
        refresh();
        changes.seen().clear();

        behind.refresh();

        assertThat(changes.seen()).containsExactly("changed acme", "changed bolt");
        assertThat(behind.running()).isEqualTo(registry.running());
    }

    @Test
    void anEmptyFolderStopsAllTenantsOnceIfItsParentExists() {
        run(ACME, BOLT);
        vault.clear();

        assertThat(refresh()).containsExactly("stopped acme", "stopped bolt");
        assertThat(registry.settings(ACME)).isEmpty();
        assertThat(states.of(ACME)).isEqualTo("STOPPED the secret was removed");
        assertThat(refresh()).isEmpty();
    }

    @Test
    void anEmptyFolderStopsNoTenantIfItsParentIsMissing() {
        run(ACME, BOLT);
        vault.clear();
        parentHasEntries = false;

        assertThat(refresh()).isEmpty();
        assertThat(registry.settings(ACME)).isPresent();
        assertThat(states.of(BOLT)).isEqualTo("ACTIVE");
        assertThat(contact.status().state()).isEqualTo(VaultContact.State.DEGRADED);
        assertThat(contact.status().reason().orElseThrow()).contains("the 2 tenants keep running");
    }

    @Test
    void allButOneMayBeRemovedAtOnceAndThenTheLast() {
        run(ACME, BOLT, COG);
        parentHasEntries = false;
        vault.keySet().retainAll(List.of(COG));
        assertThat(refresh()).containsExactly("stopped acme", "stopped bolt");

        vault.clear();
        assertThat(refresh()).containsExactly("stopped cog");
    }

    @Test
    void allMayBeRenamedAtOnce() {
        run(ACME, BOLT);
        parentHasEntries = false;
        vault.clear();
        secret(COG, "bolt-1");

        assertThat(refresh()).containsExactly("stopped acme", "stopped bolt", "started cog, new");
    }

    @Test
    void aReplicaWithAWrongPathStopsNoTenantAndIsNotReady() {
        states.put(ACME, TenantState.ACTIVE);
        states.put(BOLT, TenantState.BLOCKED);
        assertThat(refresh()).isEmpty();
        secret(COG, "cog-1");

        assertThat(refresh()).isEmpty();
        assertThat(states.of(ACME)).isEqualTo("ACTIVE");
        assertThat(states.of(BOLT)).isEqualTo("BLOCKED");
        assertThat(contact.everLoaded()).isFalse();
        assertThat(contact.status().reason().orElseThrow()).contains("none of the 2 tenants", "rocketmat.tenants.path");
    }

    @Test
    void deletedSecretsThatVaultStillListsStopTheirTenants() {
        run(ACME, BOLT);
        parentHasEntries = false;
        vault.replaceAll((_, _) -> new Read.Absent());

        assertThat(refresh()).containsExactly("stopped acme", "stopped bolt");
    }

    @Test
    void theFailureOfOneTenantDoesNotAffectHundreds() {
        for (int each = 0; each < 200; each++) {
            secret(new TenantId("t" + each), "client-" + each);
        }
        states.failFor(new TenantId("t7"));
        assertThat(refresh()).hasSize(199).doesNotContain("started t7, new");
        states.failFor(null);
        assertThat(refresh()).containsExactly("started t7, new");

        vault.keySet().retainAll(List.of(new TenantId("t7")));
        assertThat(refresh()).hasSize(199).doesNotContain("stopped t7");
    }

    /** Any replica may have purged it. */
    @Test
    void aPurgedTenantIsNewIfItsSecretStillExists() {
        run(ACME, BOLT);
        states.purge(ACME);

        states.listsFail(true);
        assertThat(refresh()).isEmpty();
        assertThat(registry.settings(ACME)).isPresent();

        states.listsFail(false);
        assertThat(refresh()).containsExactly("stopped acme", "started acme, new");
        assertThat(registry.settings(ACME)).isPresent();
        assertThat(refresh()).isEmpty();

        states.purge(ACME);
        vault.remove(ACME);
        assertThat(refresh()).containsExactly("stopped acme");
        assertThat(registry.settings(ACME)).isEmpty();
    }

    private void run(TenantId... tenants) {
        for (TenantId tenant : tenants) {
            secret(tenant, tenant + "-1");
        }
        refresh();
    }

    private List<String> refresh() {
        changes.seen().clear();
        registry.refresh();
        return changes.seen();
    }

    private void secret(TenantId tenant, String client, String... more) {
        Map<String, String> secret = new HashMap<>(Map.of("harvest_client_id", client, "harvest_client_secret", "s"));
        for (int key = 0; key < more.length; key += 2) {
            secret.put(more[key], more[key + 1]);
        }
        vault.put(tenant, found(secret));
    }

    private Read found(Map<String, String> secret) {
        earlier.put(++version, Map.copyOf(secret));
        return new Read.Found(Map.copyOf(secret), new SecretVersion(version, "2026-11-24T10:00:00Z"));
    }
}
