package com.rocketmat.tenant.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.vault.OpenBaoServer;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.sandbox.vault.VaultCalls;
import com.rocketmat.sandbox.vault.VaultProxy;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.vault.Transit.Signed;
import com.rocketmat.tenant.vault.Transit.Wrapped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data keys and signatures with the service's own token, with a real OpenBao and with the stand-in that most tests use. */
class TransitTest {

    private static final String KEY = "rocketmat";
    private static final String SIGNING = "rocketmat-signing";
    /** The prefix of an encoded Ed25519 public key. */
    private static final String ED25519 = "302a300506032b6570032100";

    @AutoClose
    private static OpenBaoServer real;

    @AutoClose
    private static VaultStandIn standIn;

    @BeforeAll
    static void start() {
        real = OpenBaoServer.start(Path.of("target"));
        standIn = VaultStandIn.start();
    }

    static Stream<SandboxVault> vaults() {
        return Stream.of(real, standIn);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("vaults")
    void aDataKeyCanBeUnwrappedRepeatedly(SandboxVault vault) {
        Transit transit = transit(vault);
        Wrapped one = transit.newDataKey(KEY);
        Wrapped other = transit.newDataKey(KEY);

        assertThat(transit.unwrap(KEY, one.text())).hasSize(32).isEqualTo(transit.unwrap(KEY, one.text()));
        assertThat(transit.unwrap(KEY, other.text())).isNotEqualTo(transit.unwrap(KEY, one.text()));
        assertThat(one.text()).startsWith("vault:v" + one.keyVersion() + ":");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("vaults")
    void aDataKeyIsRewrappedAfterARotation(SandboxVault vault) {
        Transit transit = transit(vault);
        Wrapped old = transit.newDataKey(KEY);
        byte[] unwrapped = transit.unwrap(KEY, old.text());
        assertThat(transit.rewrap(KEY, old.text()).keyVersion()).isEqualTo(old.keyVersion());

        vault.rotate(KEY);
        Wrapped rewrapped = transit.rewrap(KEY, old.text());
        assertThat(rewrapped.keyVersion()).isEqualTo(old.keyVersion() + 1);
        assertThat(rewrapped.text()).startsWith("vault:v" + rewrapped.keyVersion() + ":");
        assertThat(transit.newDataKey(KEY).keyVersion()).isEqualTo(rewrapped.keyVersion());
        assertThat(transit.unwrap(KEY, old.text())).isEqualTo(unwrapped);

        vault.forgetBefore(KEY, rewrapped.keyVersion());
        assertThat(transit.unwrap(KEY, rewrapped.text())).isEqualTo(unwrapped);
        assertThatThrownBy(() -> transit.unwrap(KEY, old.text()))
                .hasMessage("Vault answered 400 for decrypt/rocketmat");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("vaults")
    void aForgedKeyIsRefused(SandboxVault vault) {
        Transit transit = transit(vault);
        String wrapped = transit.newDataKey(KEY).text();
        for (String wrong : new String[] {
            "nonsense", "vault:v1:AAAA", wrapped.replace(":v", ":v9"), changed(wrapped), "vault:v1:" + "A".repeat(80)
        }) {
            assertThatThrownBy(() -> transit.unwrap(KEY, wrong))
                    .isInstanceOfSatisfying(
                            VaultFailure.class, e -> assertThat(e.isGeneral()).isFalse())
                    .hasMessage("Vault answered 400 for decrypt/rocketmat");
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("vaults")
    void theSignatureIsOfTheMessageItself(SandboxVault vault) throws GeneralSecurityException {
        byte[] message = "any bytes".getBytes(StandardCharsets.UTF_8);
        Signed signed = transit(vault).sign(SIGNING, message);

        String publicKey = vault.administrator()
                .call("GET", "transit/keys/" + SIGNING)
                .body()
                .at("/data/keys/" + signed.keyVersion() + "/public_key")
                .asText();
        String encoded = ED25519 + HexFormat.of().formatHex(Base64.getDecoder().decode(publicKey));
        Signature check = Signature.getInstance("Ed25519");
        check.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(encoded))));
        check.update(message);
        assertThat(check.verify(Base64.getDecoder().decode(signed.base64()))).isTrue();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("vaults")
    void theTokenMayOnlyUseItsTwoKeysForTheirPurpose(SandboxVault vault) {
        Transit transit = transit(vault);
        vault.administrator().call("POST", "transit/keys/another", Map.of("type", "aes256-gcm96"));

        assertThatThrownBy(() -> transit.newDataKey("another")).hasMessageStartingWith("Vault answered 403");
        assertThatThrownBy(() -> transit.sign(KEY, new byte[1])).hasMessageStartingWith("Vault answered 403");
        assertThatThrownBy(() -> transit.unwrap(SIGNING, "vault:v1:AAAA")).hasMessageStartingWith("Vault answered 403");
        VaultCalls service = new VaultCalls(vault.address(), vault.token());
        for (String path : new String[] {
            "datakey/plaintext/" + KEY,
            "encrypt/" + KEY,
            "keys/" + KEY + "/rotate",
            "keys/" + KEY,
            "keys/" + KEY + "/config"
        }) {
            assertThat(service.call("POST", "transit/" + path, Map.of("plaintext", "AAAA"))
                            .status())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(service.call("GET", "transit/keys/" + KEY).status()).isEqualTo(403);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("vaults")
    void aFailureHasThePathButNoPartOfTheAnswer(SandboxVault vault) {
        try (VaultProxy proxy = VaultProxy.before(vault.address())) {
            Transit transit = transit(proxy.address(), vault.token());
            String wrapped = transit.newDataKey(KEY).text();

            proxy.answer(call -> true, 503, "{\"errors\":[\"a secret\"]}");
            assertThatThrownBy(() -> transit.unwrap(KEY, wrapped))
                    .isInstanceOfSatisfying(
                            VaultFailure.class, e -> assertThat(e.isGeneral()).isTrue())
                    .hasMessage("Vault answered 503 for decrypt/rocketmat");
            proxy.answer(call -> true, 200, "{\"data\":{\"plaintext\":\"not base64, a secret\"}}");
            assertThatThrownBy(() -> transit.unwrap(KEY, wrapped))
                    .isInstanceOf(VaultFailure.class)
                    .hasMessage("Vault's answer for decrypt/rocketmat cannot be read")
                    .hasNoCause();
            proxy.delay(call -> true, Duration.ofSeconds(5));
            assertThatThrownBy(() -> transit.unwrap(KEY, wrapped))
                    .isInstanceOfSatisfying(
                            VaultFailure.class, e -> assertThat(e.isGeneral()).isTrue());
        }
    }

    private static String changed(String wrapped) {
        char[] text = wrapped.toCharArray();
        text[text.length - 8] = text[text.length - 8] == 'A' ? 'B' : 'A';
        return new String(text);
    }

    private static Transit transit(SandboxVault vault) {
        return transit(vault.address(), vault.token());
    }

    private static Transit transit(URI address, String token) {
        return new Transit(new VaultApi(TestClient.of(address, token), "secret", "transit", true));
    }
}
