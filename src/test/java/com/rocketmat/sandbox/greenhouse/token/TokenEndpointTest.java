package com.rocketmat.sandbox.greenhouse.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TokenEndpointTest {
    private static final String FORM = "grant_type=client_credentials";

    @AutoClose
    private final InProcessSandbox sandbox = new InProcessSandbox();

    @Test
    void anAnswerHasExpiresAtAndNoExpiresIn() {
        Response minted = sandbox.mint();
        assertThat(InProcessSandbox.json(minted).fieldNames())
                .toIterable()
                .containsExactly("token_type", "access_token", "expires_at");
        assertThat(InProcessSandbox.json(minted).path("expires_at").asText()).isEqualTo("2026-11-24T13:00:07Z");
        sandbox.switches().tokenExpiry = Switches.TokenExpiry.EXPIRES_IN;
        assertThat(InProcessSandbox.json(sandbox.mint()).path("expires_in").asInt())
                .isEqualTo(3600);
    }

    @Test
    void theGrantMayStandInTheQuery() {
        Response minted = sandbox.send("POST", "/token?" + FORM, credentials(), "");
        assertThat(minted.status()).isEqualTo(200);
    }

    @Test
    void aUsedUpRefreshTokenIsAnInvalidGrant() {
        assertThat(sandbox.mint(
                                sandbox.acme.clientId(),
                                sandbox.acme.clientSecret(),
                                "grant_type=refresh_token&refresh_token=x")
                        .text())
                .isEqualTo("{\"error\":\"invalid_grant\"}");
    }

    @Test
    void itsBucketIsItsOwnAndEndsWithTheMinute() {
        sandbox.token();
        for (int i = 0; i < 59; i++) {
            sandbox.mint();
        }
        Response refused = sandbox.mint();
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).contains("53");
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(200);
        sandbox.clock.forward(Duration.ofSeconds(53));
        assertThat(sandbox.mint().status()).isEqualTo(200);
    }

    @Test
    void aTokenOfAnHourAgoIsRefused() {
        sandbox.token();
        sandbox.clock.forward(Duration.ofHours(1));
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(401);
    }

    @Test
    void mintingKillsTheTokenBeforeOnlyWhenSwitchedOn() {
        String first = sandbox.token();
        sandbox.mint();
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(200);
        sandbox.switches().revokeOnMint = true;
        sandbox.mint();
        assertThat(sandbox.token()).isEqualTo(first);
        Response refused = sandbox.get("/v3/jobs");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text())
                .contains("Token has already been refreshed or revoked. Please generate a new token.");
    }

    @Test
    void aScopeThatIsRemovedIsGoneAtOnceButOneThatIsAddedWaitsForTheNextToken() {
        sandbox.acme.scopes(Set.of("harvest:jobs:list"));
        sandbox.token();
        sandbox.acme.scopes(Set.of("harvest:applications:list"));
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(403);
        assertThat(sandbox.get("/v3/applications").status()).isEqualTo(403);
        sandbox.forgetToken();
        assertThat(sandbox.get("/v3/applications").status()).isEqualTo(200);
    }

    @Test
    void introspectionNamesTheScopesOfATokenThatStillWorks() {
        sandbox.acme.scopes(Set.of("harvest:jobs:list"));
        String token = sandbox.token();
        Response described = introspect(token);
        assertThat(InProcessSandbox.json(described).path("active").asBoolean()).isTrue();
        assertThat(InProcessSandbox.json(described).path("scope").asText()).isEqualTo("harvest:jobs:list");
        assertThat(introspect("junk").text()).isEqualTo("{\"active\":false}");
        sandbox.simulator.revokeTokens("acme");
        assertThat(introspect(token).text()).isEqualTo("{\"active\":false}");
        assertThat(sandbox.simulator.calls().where(call -> call.path().equals("/introspect")))
                .allSatisfy(call -> assertThat(call.body()).doesNotContain(token));
    }

    @Test
    void aFormThatIsNotSaidToBeOneIsA415() {
        assertThat(sandbox.send("POST", "/token", credentials(), FORM).status()).isEqualTo(415);
    }

    private Response introspect(String token) {
        return sandbox.send("POST", "/introspect", credentials(), "token=" + token + "&token_type_hint=access_token");
    }

    private Map<String, String> credentials() {
        return Map.of("Authorization", InProcessSandbox.basic(sandbox.acme.clientId(), sandbox.acme.clientSecret()));
    }
}
