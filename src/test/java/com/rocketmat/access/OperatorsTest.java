package com.rocketmat.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.access.Operators.Operator;
import com.rocketmat.access.Operators.Role;
import com.rocketmat.problem.Sha256;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.LogTap.Line;
import com.rocketmat.tenant.vault.SecretVersion;
import com.rocketmat.tenant.vault.VaultSecrets;
import com.rocketmat.tenant.vault.VaultSecrets.Read;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("It reads the log of the process")
class OperatorsTest {

    /** SHA-256 of "sesame". */
    private static final String SESAME = "d0c04f4b1951e4aeaaec8223ed2039e542f3aae805a6fa7f6d794e5afff5d272";

    /** SHA-256 of "open". */
    private static final String OPEN = "2348f998744212575d85959674f9607ab26f67708a917157472832386337c904";

    private static final Reach ALL = new Reach.All();

    private Read answer = new Read.Absent();
    private final Operators operators = operators();

    private Operators operators() {
        return new Operators(
                new VaultSecrets(null, null) {
                    @Override
                    public Read read(String path) {
                        assertThat(path).isEqualTo("rocketmat/operators");
                        return answer;
                    }
                },
                () -> "rocketmat/operators");
    }

    /** Case and surrounding spaces of the digest do not matter. */
    @Test
    void anOperatorIsKnownByTheTokenWhoseDigestIsInVault() {
        load(Map.of("ana", "operator " + SESAME, "ben", "  viewer   " + OPEN.toUpperCase(Locale.ROOT) + "\n"));

        assertThat(operators.identify("sesame")).contains(new Operator("ana", Role.OPERATOR, ALL));
        assertThat(operators.identify("open")).contains(new Operator("ben", Role.VIEWER, ALL));
        assertThat(operators.identify("Sesame")).isEmpty();
        assertThat(operators.identify("")).isEmpty();
        assertThat(operators.identify(SESAME)).as("the digest is not a token").isEmpty();
    }

    @Test
    @Tag("finding-B5")
    void theDigestOfAnEmptyTokenIsIgnoredAndReported() {
        String nothing = Sha256.hex("");
        try (LogTap log = new LogTap(Operators.class)) {
            load(Map.of("ana", "operator " + nothing.toUpperCase(Locale.ROOT), "ben", "viewer " + SESAME));

            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.text())
                            .contains("ana", "SHA-256 of a generated token")
                            .doesNotContain("ben"));
        }
        assertThat(operators.identify("")).isEmpty();
        assertThat(operators.bearing(Operators.mark("")))
                .as("a session opened with it")
                .isEmpty();
        assertThat(operators.identify("sesame")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    @Tag("finding-B5")
    void aBlankTokenIsRejected(String blank) {
        load(Map.of("ana", "operator " + Sha256.hex(blank)));

        assertThat(operators.identify(blank)).isEmpty();
    }

    @Test
    void aThirdWordRestrictsAnOperatorToSomeTenants() {
        load(Map.of("ana", "operator " + SESAME + " acme,zeta"));

        Reach reach = operators.identify("sesame").orElseThrow().reach();

        assertThat(reach).isEqualTo(new Reach.Only(Set.of("acme", "zeta")));
        assertThat(reach.covers("acme")).isTrue();
        assertThat(reach.covers("acm")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "acme zeta", "acme ", "acme,", ",", "ACME", "*", "acme,, zeta"})
    void anInvalidListOfTenantsIsIgnored(String tenants) {
        load(Map.of("ana", "operator " + SESAME + " " + tenants));

        assertThat(operators.identify("sesame")).isEmpty();
    }

    @Test
    void anIdentityHasARoleAndAReach() {
        Reach acme = new Reach.Only(Set.of("acme"));
        SecurityIdentity viewer = new Operator("ben", Role.VIEWER, acme).identity();

        assertThat(viewer.getRoles()).containsExactly("viewer");
        assertThat(Reach.of(viewer)).isEqualTo(acme);
        assertThat(new Operator("ana", Role.OPERATOR, ALL).identity().getRoles())
                .containsExactlyInAnyOrder("viewer", "operator");
        assertThat(Reach.of(new Operator("ana", Role.OPERATOR, ALL).identity()).covers("anyone"))
                .isTrue();
        assertThat(Reach.of(QuarkusSecurityIdentity.builder()
                                .setPrincipal(new QuarkusPrincipal("x"))
                                .build())
                        .covers("acme"))
                .isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "operator",
                "operator ",
                "admin %s",
                "OPERATOR %s",
                "%s",
                "%s operator",
                "operator sesame",
                "operator abcd",
                "operator %s00",
                "operator 0x%s",
                "viewer,%s"
            })
    void aMalformedEntryIsIgnored(String value) {
        Map<String, String> secret = new HashMap<>(Map.of("good", "viewer " + OPEN));
        secret.put("bad", value == null ? null : value.formatted(SESAME));
        load(secret);

        assertThat(operators.identify("sesame")).isEmpty();
        assertThat(operators.identify("open")).contains(new Operator("good", Role.VIEWER, ALL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator %s", "viewer %s", "operator %s acme"})
    void aTokenOfTwoOperatorsIsRejected(String other) {
        try (LogTap log = new LogTap(Operators.class)) {
            load(Map.of("ana", "operator " + SESAME, "ben", other.formatted(SESAME), "cem", "viewer " + OPEN));

            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.text()).contains("[ana, ben]", "not accepted"));
        }
        assertThat(operators.identify("sesame")).isEmpty();
        assertThat(operators.bearing(Operators.mark("sesame"))).isEmpty();
        assertThat(operators.identify("open")).isPresent();
    }

    @Test
    void aMalformedEntryIsLoggedOnceForEachVersionOfTheSecret() {
        Map<String, String> secret = Map.of("bad", "admin " + SESAME);
        try (LogTap log = new LogTap(Operators.class)) {
            refreshTwice(new Read.Found(secret, new SecretVersion(1, "")));
            refreshTwice(new Read.Found(secret, new SecretVersion(2, "")));

            assertThat(log.lines())
                    .filteredOn(line -> line.text().contains("Ignoring operator 'bad'"))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u2003", "a\0b", "a\nb", "a\u0085b", "oidc:ida", " OIDC:ida"})
    void aKeyThatTheAuditLogCannotStoreIsIgnored(String name) {
        try (LogTap log = new LogTap(Operators.class)) {
            load(Map.of(name, "operator " + SESAME, "good", "viewer " + OPEN));

            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.text()).contains("oidc:", "control characters"));
        }
        assertThat(operators.identify("sesame")).isEmpty();
        assertThat(operators.identify("open")).isPresent();
    }

    /** An entry of the audit log with a name of three thousand characters cannot be written. */
    @Test
    void aNameHasAtMostTwoHundredCharacters() {
        assertThat(Operators.isName("n".repeat(200))).isTrue();
        assertThat(Operators.isName("n".repeat(201))).isFalse();
    }

    @Test
    void knownTokensStayValidWhileVaultIsAway() {
        load(Map.of("ana", "operator " + SESAME));

        for (Read none : List.of(new Read.NoAnswer("Vault answered 503"), new Read.Refused("Vault answered 403"))) {
            answer = none;
            operators.refresh();

            assertThat(operators.identify("sesame")).isPresent();
        }
    }

    @Test
    void aFailedReadIsLoggedOnceWithItsConsequence() {
        try (LogTap log = new LogTap(Operators.class)) {
            refreshTwice(new Read.Refused("Vault answered 403 for data/rocketmat/operators"));
            refreshTwice(new Read.NoAnswer("Vault did not answer"));
            load(Map.of("ana", "operator " + SESAME));
            refreshTwice(new Read.NoAnswer("Vault did not answer"));

            assertThat(log.lines())
                    .filteredOn(line -> line.level().intValue() >= Level.WARNING.intValue())
                    .extracting(Line::text)
                    .satisfiesExactly(
                            refused -> assertThat(refused)
                                    .contains("403", "none of their tokens is accepted", "rocketmat.operators.path"),
                            silent -> assertThat(silent).contains("did not answer", "none of their tokens is accepted"),
                            later -> assertThat(later).contains("did not answer", "known tokens stay valid"));
        }
    }

    @Test
    void anAbsentSecretIsLoggedOnceAsInformation() {
        try (LogTap log = new LogTap(Operators.class)) {
            refreshTwice(new Read.Absent());

            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.level().intValue()).isEqualTo(Level.INFO.intValue());
                assertThat(line.text()).contains("rocketmat.operators.path");
            });
        }
    }

    /** A refusal or a missing secret must not stop a service that has an identity provider. */
    @Test
    void operatorsAreUnknownUntilVaultAnswers() {
        Read silence = new Read.NoAnswer("Vault did not answer");
        answer = silence;
        assertThat(operators.refresh()).contains("Vault did not answer");
        assertThat(operators.refresh()).as("as long as it lasts").isPresent();

        for (Read last : List.of(
                new Read.Refused("Vault answered 403"),
                new Read.Absent(),
                new Read.Found(Map.of(), new SecretVersion(1, "")))) {
            Operators fresh = operators();
            answer = last;
            assertThat(fresh.refresh()).isEmpty();
            answer = silence;
            assertThat(fresh.refresh()).as("it was known before").isEmpty();
        }
    }

    @Test
    void aRemovedTokenIsRejectedAfterTheRefresh() {
        load(Map.of("ana", "operator " + SESAME));
        load(Map.of());
        assertThat(operators.identify("sesame")).isEmpty();

        load(Map.of("ana", "operator " + SESAME));
        answer = new Read.Absent();
        operators.refresh();
        assertThat(operators.identify("sesame")).isEmpty();
    }

    @Property
    void noEntryStopsTheRefresh(@ForAll Map<String, String> secret) {
        assertThat(Operators.parse(secret)).hasSizeLessThanOrEqualTo(secret.size());
    }

    private void refreshTwice(Read read) {
        answer = read;
        operators.refresh();
        operators.refresh();
    }

    private void load(Map<String, String> secret) {
        answer = new Read.Found(secret, new SecretVersion(1, ""));
        operators.refresh();
    }
}
