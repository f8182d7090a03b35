package com.rocketmat.tenant.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.vault.OpenBaoServer;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.sandbox.vault.VaultProxy;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.FixedClock;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which secrets are read, and how every kind of answer is handled: from a real OpenBao, from the stand-in, and from one without
 * versions; what a proxy answers in their place, before the stand-in alone.
 */
class VaultSecretsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId BOLT = new TenantId("bolt");

    @AutoClose
    private static OpenBaoServer real;

    @AutoClose
    private static VaultStandIn standIn;

    @AutoClose
    private static VaultStandIn plain;

    private final FixedClock clock = new FixedClock();
    private final String path = "rocketmat/" + UUID.randomUUID() + "/tenants";
    private final Map<TenantId, SecretVersion> known = new HashMap<>();
    private SandboxVault vault;

    @AutoClose
    private VaultProxy proxy;

    private VaultSecrets secrets;
    private TenantFolder folder;

    @BeforeAll
    static void start() {
        real = OpenBaoServer.start(Path.of("target"));
        standIn = VaultStandIn.start();
        plain = VaultStandIn.start();
        plain.setPlain(true);
    }

    static Stream<SandboxVault> all() {
        return Stream.of(real, standIn, plain);
    }

    static Stream<SandboxVault> detailed() {
        return Stream.of(real, standIn);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("detailed")
    void oneListTellsWhatChangedAndOnlyThatIsRead(SandboxVault vault) {
        use(vault);
        put(ACME, "a");
        put(BOLT, "b");
        assertThat(read()).hasSize(2).allSatisfy((_, read) -> assertThat(read).isInstanceOf(Read.Found.class));

        assertThat(read()).containsOnly(Map.entry(ACME, new Read.Unchanged()), Map.entry(BOLT, new Read.Unchanged()));
        assertThat(proxy.calls()).containsExactly("LIST secret/detailed-metadata/" + path);

        put(BOLT, "b2");
        Read.Found changed = (Read.Found) read().get(BOLT);
        assertThat(changed.secret()).isEqualTo(Map.of("key", "b2"));
        assertThat(changed.version().number()).isEqualTo(2);
        assertThat(proxy.calls())
                .containsExactly("LIST secret/detailed-metadata/" + path, "GET secret/data/" + path + "/bolt");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("all")
    void aSecretThatWasWipedAndWrittenAgainBetweenTwoLooksIsAnotherOne(SandboxVault vault) {
        use(vault);
        put(ACME, "a");
        read();
        vault.delete(path + "/acme");
        put(ACME, "another");

        assertThat(read().get(ACME)).isInstanceOfSatisfying(Read.Found.class, found -> {
            assertThat(found.secret()).isEqualTo(Map.of("key", "another"));
            assertThat(found.version().number()).isEqualTo(1);
        });
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("all")
    void anEarlierVersionIsReadAsLongAsItIsKept(SandboxVault vault) {
        use(vault);
        put(ACME, "a");
        put(ACME, "a2");
        vault.destroy(path + "/acme", 2);

        assertThat(folder.read(ACME, 1))
                .isInstanceOfSatisfying(
                        Read.Found.class, found -> assertThat(found.secret()).isEqualTo(Map.of("key", "a")));
        assertThat(folder.read(ACME, 2)).isEqualTo(new Read.Absent());
        assertThat(folder.read(BOLT, 1)).isEqualTo(new Read.Absent());
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("all")
    void aDeletedVersionIsAbsentUntilItIsUndeleted(SandboxVault vault) {
        use(vault);
        put(ACME, "a");
        read();
        vault.deleteLatest(path + "/acme");
        assertThat(read()).containsOnly(Map.entry(ACME, new Read.Absent()));

        known.remove(ACME);
        vault.undelete(path + "/acme", 1);
        assertThat(read().get(ACME)).isInstanceOf(Read.Found.class);
    }

    @Test
    void aSecretThatWillBeDeletedIsReadEachTime() {
        use(real);
        vault.administrator().call("POST", "secret/metadata/" + path + "/acme", Map.of("delete_version_after", "1h"));
        put(ACME, "a");
        assertThat(read().get(ACME)).isInstanceOf(Read.Found.class);
        assertThat(read().get(ACME)).isInstanceOf(Read.Found.class);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("all")
    void aDestroyedLatestVersionIsAbsentUntilTheNextIsWritten(SandboxVault vault) {
        use(vault);
        put(ACME, "a");
        put(ACME, "a2");
        read();
        vault.destroy(path + "/acme", 2);
        assertThat(read()).containsOnly(Map.entry(ACME, new Read.Absent()));

        put(ACME, "a3");
        assertThat(((Read.Found) read().get(ACME)).version().number()).isEqualTo(3);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("all")
    void aWipedSecretIsNotNamedAndARenamedOneHasItsNewName(SandboxVault vault) {
        use(vault);
        put(ACME, "a");
        read();
        vault.delete(path + "/acme");
        assertThat(read()).isEmpty();

        put(BOLT, "a");
        assertThat(read()).containsOnlyKeys(BOLT);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("all")
    void whatIsNoTenantIsPassedOver(SandboxVault vault) {
        use(vault);
        vault.put(path + "/Acme_Ltd", Map.of("key", "a"));
        vault.put(path + "/folder/acme", Map.of("key", "a"));
        put(BOLT, "b");

        assertThat(read()).containsOnlyKeys(BOLT);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("all")
    void numbersInASecretAreWhatTheyLookLike(SandboxVault vault) {
        use(vault);
        vault.administrator()
                .call("POST", "secret/data/" + path + "/acme", Map.of("data", Map.of("id", 4410002002L, "on", true)));

        assertThat(((Read.Found) read().get(ACME)).secret()).isEqualTo(Map.of("id", "4410002002", "on", "true"));
    }

    /** Nor the signing key of webhooks: in its JSON form it would not be what the customer entered. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("all")
    void listsAndObjectsInASecretAreNoTexts(SandboxVault vault) {
        use(vault);
        vault.administrator()
                .call(
                        "POST",
                        "secret/data/" + path + "/acme",
                        Map.of("data", Map.of("list", List.of("a"), "object", Map.of("a", 1))));

        assertThat(((Read.Found) read().get(ACME)).secret().values()).hasSize(2).containsOnlyNulls();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("all")
    void whereTheTokenMayNotGoThereIsNoList(SandboxVault vault) {
        use(vault);

        assertThatThrownBy(() -> secrets.list("elsewhere"))
                .isInstanceOf(VaultFailure.class)
                .hasMessage("Vault answered 403 for metadata/elsewhere");
        assertThat(secrets.read("elsewhere/secret"))
                .isEqualTo(new Read.Failed("Vault answered 403 for data/elsewhere/secret"));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("all")
    void anEmptyFolderIsAnEmptyListAndTheOneAboveTellsWhetherItIsThere(SandboxVault vault) {
        use(vault);
        assertThat(read()).isEmpty();
        assertThat(folder.parentAnswers()).isFalse();

        vault.put(path.replace("/tenants", "/operators"), Map.of("ana", "viewer 00"));
        assertThat(read()).isEmpty();
        assertThat(folder.parentAnswers()).isTrue();
    }

    /** As of a proxy between. */
    @Test
    void aPageOfSomethingElseDoesNotSayThatThereAreNoSecretsOrThatOneIsEmpty() {
        use(standIn);
        put(ACME, "a");
        for (String page : List.of("", "{\"status\":\"maintenance\"}", "{\"data\":null,\"code\":1}", "[]", "null")) {
            proxy.answer(call -> true, 200, page);

            assertThatThrownBy(() -> folder.read(known, Set.of()))
                    .isInstanceOf(VaultFailure.class)
                    .hasMessageEndingWith("cannot be read");
            assertThat(secrets.read(path + "/acme")).isInstanceOf(Read.Unasked.class);
            proxy.heal();
        }
    }

    @Test
    void a404OfSomethingElseInVaultsPlaceIsNoProofOfAnything() {
        use(standIn);
        put(ACME, "a");
        for (String body : List.of(
                "<html>no such site</html>", "{}", "", "{\"errors\":[\"no handler for route secret/data/x\"]}")) {
            proxy.answer(call -> true, 404, body);
            assertThatThrownBy(() -> folder.read(known, Set.of()))
                    .isInstanceOf(VaultFailure.class)
                    .hasMessageStartingWith("Vault answered 404");
            assertThat(secrets.read(path + "/acme")).isInstanceOf(Read.Failed.class);
        }
    }

    @Test
    void aReadThatFailsAloneIsRepeated() {
        use(standIn);
        IntStream.range(0, 40).forEach(each -> put(new TenantId("t" + each), "v"));
        AtomicBoolean failed = new AtomicBoolean();
        proxy.answer(call -> call.endsWith("/t7") && !failed.getAndSet(true), 502, "");

        assertThat(read().values())
                .hasSize(40)
                .allSatisfy(read -> assertThat(read).isInstanceOf(Read.Found.class));
        assertThat(reads()).isEqualTo(41);
    }

    /** Without versions in the list, a first load would otherwise read most of them again instead. */
    @Test
    void secretsThatWereReadBeforeComeLast() {
        use(plain);
        IntStream.range(0, 100).forEach(each -> put(new TenantId("t" + each), "v"));
        Set<TenantId> before = read().keySet();
        put(ACME, "a");
        put(BOLT, "b");
        proxy.forget();
        folder.read(known, before);

        assertThat(proxy.calls().subList(0, 3 * BoundedReads.WIDTH))
                .contains("GET secret/data/" + path + "/acme", "GET secret/data/" + path + "/bolt");
    }

    @Test
    void oneRefusalOfABusyVaultEndsTheReadsAndTheNextTimeGoesOn() {
        use(standIn);
        IntStream.range(0, 100).forEach(each -> put(new TenantId("t" + each), "v"));
        for (int status : List.of(429, 502, 503, 504)) {
            proxy.answer(call -> call.startsWith("GET"), status, "{\"errors\":[\"a token\"]}");
            assertThat(read().values())
                    .hasSize(100)
                    .allSatisfy(read -> assertThat(read)
                            .isInstanceOfSatisfying(
                                    Read.Unasked.class,
                                    unasked -> assertThat(unasked.reason())
                                            .startsWith("Vault answered " + status)
                                            .doesNotContain("token")));
            assertThat(reads()).isLessThanOrEqualTo(BoundedReads.WIDTH + 1);
        }
        proxy.heal();
        assertThat(read().values())
                .hasSize(100)
                .allSatisfy(read -> assertThat(read).isInstanceOf(Read.Found.class));
    }

    @Test
    @Tag("failure-vault-slow")
    void aVaultThatIsTooSlowIsLetAloneAfterOneRound() {
        use(standIn);
        IntStream.range(0, 40).forEach(each -> put(new TenantId("t" + each), "v"));
        proxy.delay(call -> call.startsWith("GET"), Duration.ofSeconds(30));
        long begun = System.nanoTime();

        assertThat(read().values())
                .hasSize(40)
                .allSatisfy(read -> assertThat(read).isInstanceOf(Read.Unasked.class));
        assertThat(reads()).isLessThanOrEqualTo(BoundedReads.WIDTH + 1);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void aSecretThatIsRefusedAloneDoesNotKeepTheOthersFromBeingRead() {
        use(standIn);
        IntStream.range(0, 40).forEach(each -> put(new TenantId("t" + each), "v"));
        proxy.answer(call -> call.endsWith("/t7"), 403, "{\"errors\":[\"permission denied\"]}");
        Map<TenantId, Read> read = read();

        assertThat(read.remove(new TenantId("t7"))).isInstanceOf(Read.Failed.class);
        assertThat(read.values())
                .hasSize(39)
                .allSatisfy(each -> assertThat(each).isInstanceOf(Read.Found.class));
    }

    /** A value that is nested as deep as only a mistake is. */
    @Test
    void aSecretThatCannotBeParsedDoesNotKeepTheOthersFromBeingRead() {
        use(standIn);
        IntStream.range(0, 40).forEach(each -> put(new TenantId("t" + each), "v"));
        proxy.answer(call -> call.endsWith("/t7"), 200, "[".repeat(2_000));
        Map<TenantId, Read> read = read();

        assertThat(read.remove(new TenantId("t7")))
                .isEqualTo(new Read.Failed("Vault's answer for data/" + path + "/t7 cannot be parsed"));
        assertThat(read.values())
                .hasSize(39)
                .allSatisfy(each -> assertThat(each).isInstanceOf(Read.Found.class));
    }

    @Test
    void asManyRefusedSecretsAsEndARefreshDoNotKeepANewOneFromBeingRead() {
        use(standIn);
        put(ACME, "a");
        read();
        proxy.answer(call -> call.matches(".*/t\\d+"), 403, "{\"errors\":[\"permission denied\"]}");
        IntStream.range(0, 3 * BoundedReads.WIDTH).forEach(each -> put(new TenantId("t" + each), "v"));
        put(BOLT, "b");

        Map<TenantId, Read> read = read();

        assertThat(read.remove(ACME)).isInstanceOf(Read.Unchanged.class);
        assertThat(read.remove(BOLT)).isInstanceOf(Read.Found.class);
        assertThat(read.values()).allSatisfy(each -> assertThat(each).isInstanceOf(Read.Failed.class));
    }

    @Test
    void aPolicyThatRefusesAllOfThemIsNotTriedOnEveryOne() {
        use(standIn);
        IntStream.range(0, 300).forEach(each -> put(new TenantId("t" + each), "v"));
        proxy.answer(call -> call.startsWith("GET"), 403, "{\"errors\":[\"permission denied\"]}");

        assertThat(read()).hasSize(300).doesNotContainValue(new Read.Absent());
        assertThat(reads()).isLessThan(BoundedReads.MOST_REFUSALS + BoundedReads.WIDTH);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("detailed")
    void aPolicyWithoutDetailedListsIsFoundOutOnceAndTriedAgainLater(SandboxVault vault) {
        use(vault);
        put(ACME, "a");
        proxy.answer(call -> call.contains("detailed-metadata"), 403, "{\"errors\":[\"permission denied\"]}");
        assertThat(read().get(ACME)).isInstanceOf(Read.Found.class);
        assertThat(proxy.calls()).hasSize(3);

        proxy.heal();
        assertThat(read().get(ACME)).isInstanceOf(Read.Found.class);
        assertThat(proxy.calls()).containsExactly("LIST secret/metadata/" + path, "GET secret/data/" + path + "/acme");

        clock.pass(Duration.ofHours(2));
        assertThat(read().get(ACME)).isInstanceOf(Read.Unchanged.class);
        assertThat(proxy.calls()).containsExactly("LIST secret/detailed-metadata/" + path);
    }

    private record Config(String path, Duration refresh) implements TenantsConfig {}

    private void use(SandboxVault vault) {
        this.vault = vault;
        proxy = VaultProxy.before(vault.address());
        secrets = new VaultSecrets(
                new VaultApi(TestClient.of(proxy.address(), vault.token()), "secret", "transit", true), clock);
        folder = new TenantFolder(secrets, new Config(path, Duration.ofSeconds(30)));
    }

    private void put(TenantId tenant, String value) {
        vault.put(path + "/" + tenant, Map.of("key", value));
    }

    /** As the registry reads: results are known the next time. */
    private Map<TenantId, Read> read() {
        proxy.forget();
        Map<TenantId, Read> read = new TreeMap<>(folder.read(known, Set.of()));
        read.forEach((tenant, each) -> {
            if (each instanceof Read.Found found) {
                known.put(tenant, found.version());
            }
        });
        return read;
    }

    private long reads() {
        return proxy.calls().stream().filter(call -> call.startsWith("GET")).count();
    }
}
