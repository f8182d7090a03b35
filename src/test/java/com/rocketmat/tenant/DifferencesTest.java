package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.tenant.Differences.Difference;
import com.rocketmat.tenant.Differences.Present;
import com.rocketmat.tenant.Differences.Report;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSecret.Outcome;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.vault.SecretVersion;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Properties of any folder of secrets; single cases are in {@link TenantRegistryTest}. */
class DifferencesTest {

    private static final List<String> IDS = List.of("a", "b", "c", "d", "e");
    private static final Arbitrary<TenantId> TENANTS = Arbitraries.of(IDS).map(TenantId::new);
    private static final List<String> CLIENTS = List.of("client-1", "client-2", "client-3", "client-4", "client-5", "");

    private final Map<TenantId, TenantSettings> running = new HashMap<>();
    private final Map<TenantId, Report> reported = new HashMap<>();

    /** What a new replica reads from the database and from earlier versions in Vault. */
    private final Map<TenantId, Report> ran = new HashMap<>();

    @Property
    void aSecondRefreshFindsNoDifference(@ForAll("folders") Map<TenantId, Read> folder) {
        reset();
        differences(folder).forEach(this::apply);

        assertThat(differences(folder)).isEmpty();
        assertNoCredentialIsShared();
    }

    @Property
    void aNewReplicaAgreesWithARunningOneIfNoCredentialIsShared(
            @ForAll("clients") Map<TenantId, String> before, @ForAll("shuffled") Map<TenantId, String> after) {
        reset();
        differences(folder(1, before)).forEach(this::apply);
        Map<TenantId, Read> folder = folder(2, after);
        differences(folder).forEach(this::apply);
        assertNoCredentialIsShared();
        assertThat(differences(folder)).as("a second refresh").isEmpty();
        Map<TenantId, TenantSettings> old = Map.copyOf(running);
        restart();

        differences(folder).forEach(this::apply);

        assertNoCredentialIsShared();
        assertThat(running).isEqualTo(old);
    }

    @Property
    void noCredentialIsSharedAfterAnyRefreshes(@ForAll("histories") List<Map<TenantId, Read>> folders) {
        reset();
        for (int version = 1; version <= folders.size(); version++) {
            Map<TenantId, Read> folder = new HashMap<>(folders.get(version - 1));
            SecretVersion newest = new SecretVersion(version, "2026-11-24T10:00:00Z");
            folder.replaceAll(
                    (_, read) -> read instanceof Read.Found found ? new Read.Found(found.secret(), newest) : read);
            if (folder.isEmpty()) {
                restart();
            }
            differences(folder).forEach(this::apply);
            assertNoCredentialIsShared();
        }
    }

    /** An empty folder stands for a restart. */
    @Provide
    Arbitrary<List<Map<TenantId, Read>>> histories() {
        Arbitrary<Map<TenantId, Read>> restart = Arbitraries.just(Map.of());
        return Arbitraries.frequencyOf(Tuple.of(3, folders()), Tuple.of(1, restart))
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<Map<TenantId, Read>> folders() {
        Arbitrary<Read> found = Arbitraries.of(CLIENTS).map(client -> found(1, client));
        Arbitrary<Read> others = Arbitraries.of(
                new Read.Absent(), new Read.Unchanged(), new Read.Refused("403"), new Read.NoAnswer("429"));
        return Arbitraries.maps(TENANTS, Arbitraries.oneOf(found, others));
    }

    /** Some of them copied, or broken. */
    @Provide
    Arbitrary<Map<TenantId, String>> clients() {
        return Arbitraries.maps(TENANTS, Arbitraries.of(CLIENTS)).ofSize(IDS.size());
    }

    @Provide
    Arbitrary<Map<TenantId, String>> shuffled() {
        return Arbitraries.shuffle(IDS)
                .map(ids -> IntStream.range(0, IDS.size())
                        .boxed()
                        .collect(Collectors.toMap(each -> new TenantId(ids.get(each)), CLIENTS::get)));
    }

    private static Map<TenantId, Read> folder(int version, Map<TenantId, String> clients) {
        Map<TenantId, Read> folder = new HashMap<>();
        clients.forEach((tenant, client) -> folder.put(tenant, found(version, client)));
        return folder;
    }

    /** The tries share this instance. */
    private void reset() {
        restart();
        ran.clear();
    }

    private void restart() {
        running.clear();
        reported.clear();
    }

    private void assertNoCredentialIsShared() {
        assertThat(running.values().stream().map(TenantSettings::credential))
                .as("no two tenants run with one credential")
                .doesNotHaveDuplicates();
    }

    private List<Difference> differences(Map<TenantId, Read> folder) {
        return Differences.between(new Present(running, reported), folder, Set.of(), this::lastGood, this::ran);
    }

    private Outcome lastGood(TenantId tenant) {
        return ran.containsKey(tenant) ? ran.get(tenant).outcome() : new Outcome.Invalid("there is none");
    }

    private boolean ran(TenantId tenant, SecretVersion version) {
        return ran.containsKey(tenant) && ran.get(tenant).version().equals(version);
    }

    private void apply(Difference difference) {
        TenantId tenant = difference.tenant();
        switch (difference.now().outcome()) {
            case Outcome.Valid(TenantSettings settings) -> {
                running.put(tenant, settings);
                ran.put(tenant, difference.now());
            }
            case Outcome.Invalid _, Outcome.CredentialShared _ -> {
                if (difference.runs() != null) {
                    running.put(tenant, difference.runs());
                }
            }
            case Outcome.LastValidShared _, Outcome.Unread _ -> {}
        }
        reported.put(tenant, difference.now());
    }

    /** Invalid if the client is empty. */
    private static Read found(int version, String client) {
        return new Read.Found(
                Map.of("harvest_client_id", client, "harvest_client_secret", "s"),
                new SecretVersion(version, "2026-11-24T10:00:00Z"));
    }
}
