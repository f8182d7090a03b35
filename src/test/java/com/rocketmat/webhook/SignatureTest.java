package com.rocketmat.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureTest {

    private static final String SECRET = "a-secret";
    private static final String BODY = "{\"name\":\"Zo\\u00eb\"}";

    @Test
    void theSignatureDoesNotDependOnTheParts() {
        Signature signature = Signature.with(SECRET);
        for (byte one : BODY.getBytes(StandardCharsets.UTF_8)) {
            signature.add(new byte[] {one});
        }

        assertThat(signature.matches(Signed.header(SECRET, BODY))).isTrue();
    }

    /** RFC 4231, test case 2. */
    @Test
    void theSignatureIsHmacSha256() {
        Signature signature = Signature.with("Jefe");
        signature.add("what do ya want for nothing?".getBytes(StandardCharsets.UTF_8));

        String header = "sha256 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assertThat(Signature.isWellFormed(header)).isTrue();
        assertThat(signature.matches(header)).isTrue();
    }

    @Test
    void anotherSecretOrBodyDoesNotMatch() {
        assertThat(of(BODY).matches(Signed.header("another", BODY))).isFalse();
        assertThat(of(BODY).matches(Signed.header(SECRET, "{\"name\":\"Zoë\"}")))
                .as("parsed and written again")
                .isFalse();
        assertThat(of(BODY).matches(Signed.header(SECRET, BODY + " "))).isFalse();
        assertThat(of("").matches(Signed.header(SECRET, ""))).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "sha256",
                "sha256 ",
                "sha256 abc",
                "sha1 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                "sha256 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec384g",
                "sha256 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec38430"
            })
    void aMalformedHeaderIsRefused(String header) {
        assertThat(Signature.isWellFormed(header)).isFalse();
    }

    private static Signature of(String body) {
        Signature signature = Signature.with(SECRET);
        signature.add(body.getBytes(StandardCharsets.UTF_8));
        return signature;
    }
}
