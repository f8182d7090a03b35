package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.TokenSwitches.Introspection;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenRefusalsTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;

    @Test
    void withoutCredentialsItIsA401WithAnErrorId() {
        Response refused = sandbox.send("POST", "/token", Map.of(), "grant_type=client_credentials");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).matches("\\{\"message\":\"Unauthorized\",\"errorId\":\"err-[0-9a-f-]+\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '^',
            value = {
                "sub=1; {\"message\":\"Must include `grant_type` parameter in /token request\"}",
                "grant_type=; {\"message\":\"Must include `grant_type` parameter in /token request\"}",
                "grant_type=refresh_token; {\"error\":\"invalid_grant\"}",
                "grant_type=authorization_code&code=x; {\"error\":\"unauthorized_client\"}"
            })
    void otherGrantsAreA400(String form, String body) {
        Response refused = token(form);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).isEqualTo(body);
    }

    @Test
    void aGrantThatThereIsNotIsEchoed() {
        assertThat(InProcessSandbox.json(token("grant_type=magic"))
                        .path("message")
                        .asText())
                .isEqualTo("grant_type=magic is invalid, please use one of: authorization_code, refresh_token,"
                        + " client_credentials, urn:ietf:params:oauth:grant-type:token-exchange");
    }

    @Test
    void aSecretThatIsWrongIsAnInvalidClient() {
        Response refused = sandbox.mint(acme.clientId(), "wrong", "grant_type=client_credentials");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).isEqualTo("{\"error\":\"invalid_client\"}");
    }

    @Test
    void aFormThatIsNotSaidToBeOneIsA415() {
        Response refused = sandbox.send(
                "POST",
                "/token",
                Map.of("Authorization", InProcessSandbox.basic(acme.clientId(), acme.clientSecret())),
                "grant_type=client_credentials");
        assertThat(refused.status()).isEqualTo(415);
    }

    @Test
    void itsHeadersAreItsOwn() {
        Response minted = sandbox.mint();
        assertThat(minted.header("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(sandbox.get("/v3/jobs").header("Content-Type")).contains("application/json;charset=utf-8");
        assertThat(minted.header("Cache-Control")).contains("private, no-store");
        assertThat(minted.header("X-RateLimit-Limit")).contains("60");
        assertThat(minted.header("X-RateLimit-Reset"))
                .contains(Long.toString(InProcessSandbox.NOW.getEpochSecond() + 60));
    }

    @Test
    void aTokenIsAJwtThatNamesItsUser() {
        String[] parts = sandbox.token().split("\\.", -1);
        assertThat(parts).hasSize(3);
        JsonNode claims = Json.parse(Base64.getUrlDecoder().decode(parts[1])).orElseThrow();
        assertThat(claims.path("sub").asText()).isEqualTo(Long.toString(acme.userId()));
        assertThat(claims.has("silo")).isTrue();
    }

    @Test
    void anotherClientsTokenIsNotActive() {
        Organisation other = Organisation.empty("other", InProcessSandbox.NOW);
        String form = "token=" + sandbox.token();
        assertThat(introspect(acme, form).text()).contains("\"active\":true");
        assertThat(introspect(other, form).status())
                .as("a client that there is not")
                .isEqualTo(401);
        sandbox.simulator.revokeTokens("acme");
        assertThat(introspect(acme, form).text()).isEqualTo("{\"active\":false}");
    }

    @Test
    void introspectionMaySayLittleOrNotBeThere() {
        String form = "token=" + sandbox.token();
        sandbox.switches().tokens.introspection = Introspection.ACTIVE_ONLY;
        assertThat(introspect(acme, form).text()).isEqualTo("{\"active\":true}");
        sandbox.switches().tokens.introspection = Introspection.ABSENT;
        assertThat(introspect(acme, form).status()).isEqualTo(404);
    }

    private Response token(String form) {
        return sandbox.mint(acme.clientId(), acme.clientSecret(), form);
    }

    private Response introspect(Organisation client, String form) {
        return sandbox.send(
                "POST",
                "/introspect",
                Map.of("Authorization", InProcessSandbox.basic(client.clientId(), client.clientSecret())),
                form);
    }
}
