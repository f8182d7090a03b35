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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which secrets are read, and how each kind of answer is handled, with a real OpenBao, the stand-in, and one without versions. Failures
 * are answered by a proxy before the stand-in.
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

    static Stream<SandboxVault> withVersions() {
        return Stream.of(real, standIn);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("withVersions")
    void onlyChangedSecretsAreRead(SandboxVault vault) {
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
    void aRecreatedSecretIsReadAgain(SandboxVault vault) {
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
    void anEarlierVersionCanBeRead(SandboxVault vault) {
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
    void aSecretWithADeletionTimeIsReadEachTime() {
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
    void aDeletedSecretIsNotListed(SandboxVault vault) {
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
    void anInvalidTenantIdIsSkipped(SandboxVault vault) {
        use(vault);
        vault.put(path + "/Acme_Ltd", Map.of("key", "a"));
        vault.put(path + "/folder/acme", Map.of("key", "a"));
        put(BOLT, "b");

        assertThat(read()).containsOnlyKeys(BOLT);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("all")
    void numbersAndBooleansAreReadAsText(SandboxVault vault) {
        use(vault);
        vault.administrator()
                .call("POST", "secret/data/" + path + "/acme", Map.of("data", Map.of("id", 4410002002L, "on", true)));

        assertThat(((Read.Found) read().get(ACME)).secret()).isEqualTo(Map.of("id", "4410002002", "on", "true"));
    }

    /** The JSON of a webhook's signing key would not be the key that the customer entered. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("all")
    void listsAndObjectsAreNull(SandboxVault vault) {
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
    void aForbiddenPathFails(SandboxVault vault) {
        use(vault);

        assertThatThrownBy(() -> secrets.list("elsewhere"))
                .isInstanceOf(VaultFailure.class)
                .hasMessage("Vault answered 403 for metadata/elsewhere");
        assertThat(secrets.read("elsewhere/secret"))
                .isEqualTo(new Read.Refused("Vault answered 403 for data/elsewhere/secret"));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("all")
    void theParentTellsAnEmptyFolderFromAMissingOne(SandboxVault vault) {
        use(vault);
        assertThat(read()).isEmpty();
        assertThat(folder.parentHasEntries()).isFalse();

        vault.put(path.replace("/tenants", "/operators"), Map.of("ana", "viewer 00"));
        assertThat(read()).isEmpty();
        assertThat(folder.parentHasEntries()).isTrue();
    }

    /** Its parent is the mount. */
    @Test
    void aFolderInTheMountItselfHasAParentToo() {
        use(real);
        folder = new TenantFolder(secrets, new Config("tenants", Duration.ofSeconds(30)));
        assertThat(folder.parentHasEntries()).as("by the policy").isFalse();

        put(ACME, "a");
        String unlimited = vault.administrator()
                .demand("POST", "auth/token/create", Map.of("policies", List.of("root")))
                .body()
                .at("/auth/client_token")
                .asText();
        secrets = new VaultSecrets(
                new VaultApi(TestClient.of(proxy.address(), unlimited), "secret", "transit", true), clock);
        folder = new TenantFolder(secrets, new Config("tenants", Duration.ofSeconds(30)));
        assertThat(folder.parentHasEntries()).isTrue();
    }

    /** A proxy may answer instead of Vault. */
    @Test
    void anAnswerThatIsNotVaultsIsAFailure() {
        use(standIn);
        put(ACME, "a");
        for (String page : List.of("", "{\"status\":\"maintenance\"}", "{\"data\":null,\"code\":1}", "[]", "null")) {
            proxy.answer(call -> true, 200, page);

            assertThatThrownBy(() -> folder.read(known))
                    .isInstanceOf(VaultFailure.class)
                    .hasMessageEndingWith("cannot be read");
            assertThat(secrets.read(path + "/acme")).isInstanceOf(Read.NoAnswer.class);
            proxy.heal();
        }
    }

    @Test
    void a404ThatIsNotVaultsIsAFailure() {
        use(standIn);
        put(ACME, "a");
        for (String body : List.of(
                "<html>no such site</html>", "{}", "", "{\"errors\":[\"no handler for route secret/data/x\"]}")) {
            proxy.answer(call -> true, 404, body);
            assertThatThrownBy(() -> folder.read(known))
                    .isInstanceOf(VaultFailure.class)
                    .hasMessageStartingWith("Vault answered 404");
            assertThat(secrets.read(path + "/acme")).isInstanceOf(Read.Refused.class);
        }
    }

    @Test
    void aSingleFailedReadIsRepeated() {
        use(standIn);
        putMany(40);
        AtomicBoolean failed = new AtomicBoolean();
        proxy.answer(call -> call.endsWith("/t7") && !failed.getAndSet(true), 502, "");

        assertThat(read().values()).hasSize(40).hasOnlyElementsOfType(Read.Found.class);
        assertThat(reads()).isEqualTo(41);
    }

    /** Without versions in the list, a Vault that limits calls would otherwise return a new secret by luck. */
    @Test
    void secretsReadBeforeComeLast() {
        use(plain);
        putMany(100);
        read();
        put(new TenantId("z1"), "a");
        put(new TenantId("z2"), "b");
        read();

        assertThat(proxy.calls().subList(0, 2 * BoundedReads.WIDTH))
                .contains("GET secret/data/" + path + "/z1", "GET secret/data/" + path + "/z2");
    }

    @Test
    void aBusyVaultEndsTheReadsUntilTheNextRefresh() {
        use(standIn);
        putMany(40);
        for (int status : List.of(429, 502, 503, 504)) {
            proxy.answer(call -> call.startsWith("GET"), status, "{\"errors\":[\"a token\"]}");
            assertThat(read().values())
                    .hasSize(40)
                    .allSatisfy(read -> assertThat(read)
                            .isInstanceOfSatisfying(
                                    Read.NoAnswer.class,
                                    noAnswer -> assertThat(noAnswer.reason())
                                            .startsWith("Vault answered " + status)
                                            .doesNotContain("token")));
            assertThat(reads()).isLessThanOrEqualTo(2 * BoundedReads.WIDTH + 2);
        }
        proxy.heal();
        assertThat(read().values()).hasSize(40).hasOnlyElementsOfType(Read.Found.class);
    }

    /** It is new, and read first at each refresh. */
    @Test
    void aSecretThatNeverAnswersKeepsNoOtherFromBeingRead() {
        use(plain);
        putMany(40);
        read();
        put(ACME, "a");
        proxy.answer(call -> call.endsWith("/acme"), 502, "");
        Map<TenantId, Read> read = read();

        assertThat(read.remove(ACME)).isInstanceOf(Read.NoAnswer.class);
        assertThat(read.values()).hasSize(40).doesNotHaveAnyElementsOfTypes(Read.NoAnswer.class);
    }

    @Test
    @Tag("failure-vault-slow")
    void aSlowVaultEndsTheReadsAfterTwoRounds() {
        use(standIn);
        putMany(40);
        proxy.delay(call -> call.startsWith("GET"), Duration.ofSeconds(30));
        long start = System.nanoTime();

        assertThat(read().values()).hasSize(40).hasOnlyElementsOfType(Read.NoAnswer.class);
        assertThat(reads()).isLessThanOrEqualTo(2 * BoundedReads.WIDTH + 2);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    static Stream<Arguments> failuresOfOneSecret() {
        return Stream.of(
                Arguments.of(403, "{\"errors\":[\"permission denied\"]}", "Vault answered 403 for %s"),
                Arguments.of(200, "[".repeat(2_000), "Vault's answer for %s cannot be parsed"));
    }

    @ParameterizedTest
    @MethodSource("failuresOfOneSecret")
    void theFailureOfOneSecretDoesNotPreventReadingTheOthers(int status, String body, String reason) {
        use(standIn);
        putMany(40);
        proxy.answer(call -> call.endsWith("/t7"), status, body);
        Map<TenantId, Read> read = read();

        assertThat(read.remove(new TenantId("t7")))
                .isEqualTo(new Read.Refused(reason.formatted("data/" + path + "/t7")));
        assertThat(read.values()).hasSize(39).hasOnlyElementsOfType(Read.Found.class);
    }

    @Test
    void refusedSecretsDoNotPreventReadingANewOne() {
        use(standIn);
        put(ACME, "a");
        read();
        proxy.answer(call -> call.matches(".*/t\\d+"), 403, "{\"errors\":[\"permission denied\"]}");
        putMany(3 * BoundedReads.WIDTH);
        put(BOLT, "b");

        Map<TenantId, Read> read = read();

        assertThat(read.remove(ACME)).isInstanceOf(Read.Unchanged.class);
        assertThat(read.remove(BOLT)).isInstanceOf(Read.Found.class);
        assertThat(read.values()).hasOnlyElementsOfType(Read.Refused.class);
    }

    @Test
    void aPolicyThatRefusesAllSecretsIsNotTriedForEach() {
        use(standIn);
        putMany(200);
        proxy.answer(call -> call.startsWith("GET"), 403, "{\"errors\":[\"permission denied\"]}");

        assertThat(read()).hasSize(200).doesNotContainValue(new Read.Absent());
        assertThat(reads()).isLessThan(BoundedReads.MOST_REFUSALS + BoundedReads.WIDTH);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("withVersions")
    void aPolicyWithoutDetailedListsIsTriedAgainAfterAWhile(SandboxVault vault) {
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

    private void putMany(int secrets) {
        IntStream.range(0, secrets).forEach(each -> put(new TenantId("t" + each), "v"));
    }

    private void put(TenantId tenant, String value) {
        vault.put(path + "/" + tenant, Map.of("key", value));
    }

    /** Like the registry, which knows the versions at the next refresh. */
    private Map<TenantId, Read> read() {
        proxy.forget();
        Map<TenantId, Read> read = new TreeMap<>(folder.read(known));
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
