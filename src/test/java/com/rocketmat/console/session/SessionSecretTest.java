package com.rocketmat.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionSecretTest {

    @Test
    void secretsAreUniqueAndParsed() {
        Set<SessionSecret> drawn = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            SessionSecret secret = SessionSecret.random();
            assertThat(drawn.add(secret)).isTrue();
            assertThat(SessionSecret.parse(secret.value())).contains(secret);
        }
    }

    @Test
    void digestAndFormTokenDoNotRevealTheSecret() {
        SessionSecret secret = SessionSecret.random();
        assertThat(secret.digest()).hasSize(64).doesNotContain(secret.value());
        assertThat(secret.formToken())
                .isNotEqualTo(secret.value())
                .isNotEqualTo(SessionSecret.random().formToken());
        assertThat(secret.formToken()).isEqualTo(new SessionSecret(secret.value()).formToken());
        assertThat(secret.toString()).doesNotContain(secret.value());
    }

    @Test
    void anInvalidSecretIsRefused() {
        assertThat(SessionSecret.parse(null)).isEmpty();
        assertThat(SessionSecret.parse("")).isEmpty();
        assertThat(SessionSecret.parse("'".repeat(43))).isEmpty();
        assertThat(SessionSecret.parse("A".repeat(44))).isEmpty();
    }
}
