package com.rocketmat.tenant;

import static com.rocketmat.sandbox.TestTenants.settings;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.Differences.Present;
import com.rocketmat.tenant.Differences.Report;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.CredentialOwners.Past;
import com.rocketmat.tenant.settings.TenantSecret;
import com.rocketmat.tenant.settings.TenantSecret.Outcome;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.vault.SecretVersion;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DifferencesTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId BOLT = new TenantId("bolt");
    private static final Map<String, String> GOOD = secret("client-1");
    private static final Map<String, String> BAD = Map.of("harvest_client_id", "client-1");

    private final Map<TenantId, TenantSettings> running = new HashMap<>();
    private final Map<TenantId, Report> reported = new HashMap<>();
    private final Map<TenantId, Read> folder = new TreeMap<>();
    private Outcome before = new Outcome.Invalid("there is none");

    @Test
    void aSecretThatIsNewHereIsOneToRunWith() {
        folder.put(ACME, found(1, GOOD));

        assertThat(between(Set.of()))
                .containsExactly(new Difference.Usable(settings(ACME, GOOD), version(1), true, false, false));
    }

    @Test
    void whatWasDoneIsNoDifference() {
        runs(ACME, 1, GOOD);
        folder.put(ACME, found(1, GOOD));
        folder.put(BOLT, new Read.Unchanged());

        assertThat(between(Set.of())).isEmpty();
    }

    @Test
    void theSameSettingsInAnotherVersionAreAChange() {
        runs(ACME, 1, GOOD);
        folder.put(ACME, found(2, GOOD));

        assertThat(between(Set.of()))
                .containsExactly(new Difference.Usable(settings(ACME, GOOD), version(2), false, true, false));
    }

    @Test
    void aSecretThatWasOfNoUseIsCorrected() {
        folder.put(ACME, found(1, BAD));
        reported.put(ACME, new Report(TenantSecret.parse(ACME, BAD), version(1)));
        assertThat(between(Set.of())).isEmpty();
        folder.put(ACME, found(2, GOOD));

        assertThat(between(Set.of()))
                .containsExactly(new Difference.Usable(settings(ACME, GOOD), version(2), true, false, true));
    }

    @Test
    void oneThatRunsGoesOnWithItsLastGoodSettings() {
        runs(ACME, 1, GOOD);
        folder.put(ACME, found(2, BAD));

        assertThat(between(Set.of())).singleElement().isInstanceOfSatisfying(Difference.Unusable.class, unusable -> {
            assertThat(unusable.lastGood()).isEqualTo(settings(ACME, GOOD));
            assertThat(unusable.reason()).contains("harvest_client_secret");
        });
    }

    @Test
    void oneThatRunsElsewhereIsLeftAsItIsUntilVaultTellsWithWhat() {
        folder.put(ACME, found(2, BAD));
        before = new Outcome.Unread("Vault answered 503");
        List<Difference> differences = between(Set.of());
        assertThat(differences).containsExactly(new Difference.Unread(ACME, "Vault answered 503"));
        differences.forEach(this::done);
        assertThat(reported.get(ACME).settled()).as("is read again").isFalse();

        before = new Outcome.Valid(settings(ACME, GOOD));

        assertThat(between(Set.of())).singleElement().isInstanceOfSatisfying(Difference.Unusable.class, unusable -> {
            assertThat(unusable.lastGood()).isEqualTo(settings(ACME, GOOD));
            assertThat(unusable.version()).isEqualTo(version(2));
        });
    }

    @Test
    void onlyWhatDoesNotRunHereIsReportedAsUnread() {
        runs(ACME, 1, GOOD);
        folder.put(ACME, new Read.Failed("Vault answered 503"));
        folder.put(BOLT, new Read.Failed("Vault answered 403"));

        assertThat(between(Set.of())).containsExactly(new Difference.Unread(BOLT, "Vault answered 403"));
    }

    @Test
    void aCredentialIsFreeInTheSameRefreshAsItsTenantGoes() {
        runs(ACME, 1, GOOD);
        folder.put(BOLT, found(1, GOOD));
        assertThat(between(Set.of()))
                .singleElement()
                .isInstanceOfSatisfying(
                        Difference.Unusable.class,
                        unusable -> assertThat(unusable.outcome()).isInstanceOf(Outcome.Taken.class));

        assertThat(between(Set.of(ACME))).singleElement().isInstanceOf(Difference.Usable.class);
    }

    @Test
    void theDatabaseIsAskedWhichOfTwoNewTenantsRanBefore() {
        folder.put(ACME, found(1, GOOD));
        folder.put(BOLT, found(7, GOOD));

        List<Difference> differences = Differences.between(
                present(),
                folder,
                Set.of(),
                _ -> before,
                (tenant, version) -> tenant.equals(BOLT) && version.equals(version(7))
                        ? Past.RAN_WITH_THIS_VERSION
                        : Past.NEVER_RAN);

        assertThat(differences).hasExactlyElementsOfTypes(Difference.Unusable.class, Difference.Usable.class);
    }

    @Property
    void onceAllIsDoneNothingIsLeft(@ForAll("folders") Map<TenantId, Read> secrets) {
        // the tries share this instance
        Stream.of(running, reported, folder).forEach(Map::clear);
        folder.putAll(secrets);
        between(Set.of()).forEach(this::done);

        assertThat(between(Set.of())).isEmpty();
        assertThat(running.values().stream().map(TenantSettings::credential))
                .as("no two tenants run with one credential")
                .doesNotHaveDuplicates();
    }

    @Provide
    Arbitrary<Map<TenantId, Read>> folders() {
        Arbitrary<TenantId> tenants = Arbitraries.of("a", "b", "c", "d", "e").map(TenantId::new);
        Arbitrary<Read> found = Arbitraries.of("client-1", "client-2", "client-3", "")
                .map(client -> found(1, client.isEmpty() ? BAD : secret(client)));
        Arbitrary<Read> others = Arbitraries.of(
                new Read.Absent(), new Read.Unchanged(), new Read.Failed("403"), new Read.Unasked("429"));
        return Arbitraries.maps(tenants, Arbitraries.oneOf(found, others));
    }

    private void done(Difference difference) {
        switch (difference) {
            case Difference.Usable usable -> {
                running.put(usable.tenant(), usable.settings());
                report(usable.tenant(), new Outcome.Valid(usable.settings()), usable.version());
            }
            case Difference.Unusable unusable -> report(unusable.tenant(), unusable.outcome(), unusable.version());
            case Difference.Unread(TenantId tenant, String reason) -> report(tenant, new Outcome.Unread(reason), null);
            case Difference.Gone gone -> throw new IllegalStateException("none is gone: " + gone);
        }
    }

    private void report(TenantId tenant, Outcome outcome, SecretVersion version) {
        reported.put(tenant, new Report(outcome, version));
    }

    private List<Difference> between(Set<TenantId> gone) {
        return Differences.between(present(), folder, gone, _ -> before, (_, _) -> Past.NEVER_RAN);
    }

    private Present present() {
        return new Present(running, reported);
    }

    private void runs(TenantId tenant, int version, Map<String, String> secret) {
        running.put(tenant, settings(tenant, secret));
        report(tenant, new Outcome.Valid(settings(tenant, secret)), version(version));
    }

    private static Map<String, String> secret(String client) {
        return Map.of("harvest_client_id", client, "harvest_client_secret", "s");
    }

    private static Read found(int version, Map<String, String> secret) {
        return new Read.Found(secret, version(version));
    }

    private static SecretVersion version(int number) {
        return new SecretVersion(number, "2026-11-24T10:00:00Z");
    }
}
