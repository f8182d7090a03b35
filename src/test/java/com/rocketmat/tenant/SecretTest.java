package com.rocketmat.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.rocketmat.tenant.TenantSecret.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SecretTest {

    private static final Secret SECRET = new Secret("hunter2");
    private static final Credential CLIENT = new Credential.OAuthClient(new Secret("client-1002"), SECRET);

    @Test
    void a_secret_prints_as_stars_wherever_it_is() {
        assertThat(SECRET).hasToString("***");
        assertThat(String.valueOf(new Credential.OAuthClient(new Secret("client-1002"), SECRET)))
                .isEqualTo("OAuthClient[clientId=***, clientSecret=***]");
        assertThat(String.valueOf(new Credential.ApiKey(SECRET))).isEqualTo("ApiKey[key=***]");
    }

    @Test
    void formats_and_records_print_stars() {
        record Holder(Secret secret, List<Secret> more) {}

        assertThat("%s %10.20S".formatted(SECRET, SECRET)).isEqualTo("***        ***");
        assertThat(String.valueOf(new Holder(SECRET, List.of(SECRET)))).isEqualTo("Holder[secret=***, more=[***]]");
        assertThat(String.valueOf(settings("hunter2")))
                .contains("credential=OAuthClient[clientId=***, clientSecret=***]", "webhookSecret=Optional[***]")
                .doesNotContain("hunter2");
    }

    @Test
    void a_secret_is_revealed_on_demand_only() {
        assertThat(SECRET.reveal()).isEqualTo("hunter2");
    }

    @Test
    void java_does_not_serialise_a_secret_nor_what_holds_one() {
        for (Object holder : List.of(SECRET, CLIENT, new Credential.ApiKey(SECRET), settings("hunter2"))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            assertThatExceptionOfType(NotSerializableException.class)
                    .isThrownBy(() -> new ObjectOutputStream(bytes).writeObject(holder));
            assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
        }
    }

    @Test
    void no_mapper_finds_anything_in_a_secret_whatever_visibility_it_is_told_of() throws JsonProcessingException {
        ObjectMapper curious = new ObjectMapper()
                .setVisibility(PropertyAccessor.ALL, Visibility.ANY)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);

        assertThat(curious.writeValueAsString(CLIENT)).isEqualTo("{\"clientId\":{},\"clientSecret\":{}}");
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> new ObjectMapper().writeValueAsString(SECRET))
                .withMessageNotContaining("hunter2");
    }

    @Test
    void a_wiped_secret_is_gone_and_says_so_without_saying_what_it_was() {
        Secret secret = new Secret("hunter2");
        secret.wipe();
        secret.wipe();

        assertThatExceptionOfType(SecretWiped.class)
                .isThrownBy(secret::reveal)
                .withMessage("this secret was replaced or removed, and is wiped");
        assertThatExceptionOfType(SecretWiped.class).isThrownBy(secret::copy);
        assertThat(secret).hasToString("***");
    }

    @Test
    void wiping_overwrites_the_characters() throws ReflectiveOperationException {
        Secret secret = new Secret("hunter2");
        Field field = Secret.class.getDeclaredField("value");
        field.setAccessible(true);
        char[] held = (char[]) field.get(secret);
        assertThat(held).containsExactly("hunter2".toCharArray());

        secret.wipe();

        assertThat(held).containsOnly('\0');
        assertThat(field.get(secret)).isNull();
    }

    @Test
    void a_copy_outlives_what_it_was_copied_from() {
        Secret secret = new Secret("hunter2");
        Secret copy = secret.copy();
        secret.wipe();

        assertThat(copy.reveal()).isEqualTo("hunter2");
        assertThat(copy).isEqualTo(secret).hasSameHashCodeAs(secret).isNotEqualTo(new Secret("hunter3"));
    }

    @Test
    void a_hash_tells_nothing_to_whoever_tries_guesses() {
        assertThat(SECRET.hashCode())
                .isNotEqualTo("hunter2".hashCode())
                .isNotEqualTo(Arrays.hashCode("hunter2".toCharArray()))
                .isNotEqualTo(Arrays.hashCode("hunter2".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void settings_are_wiped_whole_and_still_compare() {
        TenantSettings settings = settings("hunter2");
        settings.wipe();

        Credential.OAuthClient client = (Credential.OAuthClient) settings.credential();
        for (Secret secret : List.of(
                client.clientId(),
                client.clientSecret(),
                settings.webhookSecret().orElseThrow())) {
            assertThatExceptionOfType(SecretWiped.class).isThrownBy(secret::reveal);
        }
        assertThat(settings).isEqualTo(settings("hunter2")).isNotEqualTo(settings("hunter3"));
    }

    private static TenantSettings settings(String secret) {
        Outcome outcome = TenantSecret.parse(
                new TenantId("acme"),
                Map.of("harvest_client_id", "client-1002", "harvest_client_secret", secret, "webhook_secret", secret));
        return ((Outcome.Valid) outcome).settings();
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
