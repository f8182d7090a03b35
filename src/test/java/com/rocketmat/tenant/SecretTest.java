package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Serializable;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SecretTest {

    private static final Secret SECRET = new Secret("hunter2");

    @Test
    void a_secret_prints_as_stars_wherever_it_is() {
        assertThat(SECRET).hasToString("***");
        assertThat(String.valueOf(new Credential.OAuthClient(new Secret("client-1002"), SECRET)))
                .isEqualTo("OAuthClient[clientId=***, clientSecret=***]");
        assertThat(String.valueOf(new Credential.ApiKey(SECRET))).isEqualTo("ApiKey[key=***]");
    }

    @Test
    void a_secret_is_revealed_on_demand_only() {
        assertThat(SECRET.reveal()).isEqualTo("hunter2");
        assertThat(SECRET).isNotInstanceOf(Serializable.class);
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> new ObjectMapper().writeValueAsString(SECRET))
                .withMessageNotContaining("hunter2");
    }

    @Test
    void equal_secrets_are_equal_so_that_an_unchanged_credential_is_recognised() {
        assertThat(SECRET).isEqualTo(new Secret("hunter2")).hasSameHashCodeAs(new Secret("hunter2"));
        assertThat(SECRET).isNotEqualTo(new Secret("hunter3")).isNotEqualTo("hunter2");
        assertThat(new Credential.ApiKey(SECRET)).isEqualTo(new Credential.ApiKey(new Secret("hunter2")));
    }

    @Property
    void secrets_are_equal_when_their_texts_are(@ForAll String one, @ForAll String other) {
        assertThat(new Secret(one).equals(new Secret(other))).isEqualTo(one.equals(other));
    }
}
