package com.rocketmat.tenant.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantIdTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0",
                "acme",
                "acme-eu-2",
                "9-",
                "a23456789012345678901234567890123456789012345678901234567890123"
            })
    void aValidIdIsAccepted(String text) {
        assertThat(TenantId.parse(text)).contains(new TenantId(text));
        assertThat(new TenantId(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-acme",
                "Acme",
                "acme_eu",
                "acme/",
                "../acme",
                "acme\n",
                " acme",
                "ácme",
                "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void anInvalidIdIsRefused(String text) {
        assertThat(TenantId.parse(text)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TenantId(text))
                .withMessageContaining("[a-z0-9][a-z0-9-]{0,62}");
    }
}
