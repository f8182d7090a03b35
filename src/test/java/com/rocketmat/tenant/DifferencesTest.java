package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.Differences.Present;
import com.rocketmat.tenant.Differences.Report;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.CredentialOwners.Past;
import com.rocketmat.tenant.settings.TenantSecret.Outcome;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.vault.SecretVersion;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What any folder of secrets has in common; single cases are in {@link TenantRegistryTest}. */
class DifferencesTest {

    private final Map<TenantId, TenantSettings> running = new HashMap<>();
    private final Map<TenantId, Report> reported = new HashMap<>();

    @Property
    void onceAllIsDoneNothingIsLeft(@ForAll("folders") Map<TenantId, Read> folder) {
        // the tries share this instance
        running.clear();
        reported.clear();
        differences(folder).forEach(this::done);

        assertThat(differences(folder)).isEmpty();
        assertThat(running.values().stream().map(TenantSettings::credential))
                .as("no two tenants run with one credential")
                .doesNotHaveDuplicates();
    }

    @Provide
    Arbitrary<Map<TenantId, Read>> folders() {
        Arbitrary<TenantId> tenants = Arbitraries.of("a", "b", "c", "d", "e").map(TenantId::new);
        Arbitrary<Read> found =
                Arbitraries.of("client-1", "client-2", "client-3", "").map(DifferencesTest::found);
        Arbitrary<Read> others = Arbitraries.of(
                new Read.Absent(), new Read.Unchanged(), new Read.Failed("403"), new Read.Unasked("429"));
        return Arbitraries.maps(tenants, Arbitraries.oneOf(found, others));
    }

    private List<Difference> differences(Map<TenantId, Read> folder) {
        return Differences.between(
                new Present(running, reported),
                folder,
                Set.of(),
                _ -> new Outcome.Invalid("there is none"),
                (_, _) -> Past.NEVER_RAN);
    }

    private void done(Difference difference) {
        switch (difference) {
            case Difference.Usable usable -> {
                running.put(usable.tenant(), usable.settings());
                report(usable.tenant(), new Outcome.Valid(usable.settings()), usable.version());
            }
            case Difference.Unusable unusable -> report(unusable.tenant(), unusable.outcome(), unusable.version());
            case Difference.Unread unread ->
                report(unread.tenant(), new Outcome.Unread(unread.reason()), unread.version());
            case Difference.Gone gone -> throw new IllegalStateException("none is gone: " + gone);
        }
    }

    private void report(TenantId tenant, Outcome outcome, SecretVersion version) {
        reported.put(tenant, new Report(outcome, version));
    }

    /** Of no use without a client. */
    private static Read found(String client) {
        return new Read.Found(
                Map.of("harvest_client_id", client, "harvest_client_secret", "s"),
                new SecretVersion(1, "2026-11-24T10:00:00Z"));
    }
}
