package com.rocketmat.tenant.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSecret.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretTest {

    private static final Secret SECRET = new Secret("hunter2");
    private static final Credential CLIENT = new Credential.OAuthClient(new Secret("client-1002"), SECRET);

    @Test
    void secretsPrintStars() {
        record Holder(Secret secret, List<Secret> more) {}

        assertThat(new Credential.ApiKey(SECRET)).hasToString("ApiKey[key=***]");
        assertThat("%s %10.20S".formatted(SECRET, SECRET)).isEqualTo("***        ***");
        assertThat(String.valueOf(new Holder(SECRET, List.of(SECRET)))).isEqualTo("Holder[secret=***, more=[***]]");
        assertThat(String.valueOf(settings("hunter2")))
                .contains("credential=OAuthClient[clientId=***, clientSecret=***]", "webhookSecret=Optional[***]")
                .doesNotContain("hunter2");
    }

    @Test
    void aSecretIsOnlyRevealedExplicitly() {
        assertThat(SECRET.reveal()).isEqualTo("hunter2");
    }

    @Test
    void secretsAreNotSerializable() {
        for (Object holder : List.of(SECRET, CLIENT, new Credential.ApiKey(SECRET), settings("hunter2"))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            assertThatExceptionOfType(NotSerializableException.class)
                    .isThrownBy(() -> new ObjectOutputStream(bytes).writeObject(holder));
            assertThat(bytes.toString(StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
        }
    }

    @Test
    void noObjectMapperSerialisesASecret() throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper()
                .setVisibility(PropertyAccessor.ALL, Visibility.ANY)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS);

        assertThat(mapper.writeValueAsString(CLIENT)).isEqualTo("{\"clientId\":{},\"clientSecret\":{}}");
        assertThatExceptionOfType(JsonProcessingException.class)
                .isThrownBy(() -> new ObjectMapper().writeValueAsString(SECRET))
                .withMessageNotContaining("hunter2");
    }

    private static TenantSettings settings(String secret) {
        Outcome outcome = TenantSecret.parse(
                new TenantId("acme"),
                Map.of("harvest_client_id", "client-1002", "harvest_client_secret", secret, "webhook_secret", secret));
        return ((Outcome.Valid) outcome).settings();
    }

    @Test
    void equalSecretsAreEqual() {
        assertThat(SECRET).isEqualTo(new Secret("hunter2")).hasSameHashCodeAs(new Secret("hunter2"));
        assertThat(SECRET).isNotEqualTo(new Secret("hunter3")).isNotEqualTo("hunter2");
        assertThat(new Credential.ApiKey(SECRET)).isEqualTo(new Credential.ApiKey(new Secret("hunter2")));
    }
}
