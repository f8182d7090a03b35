package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class TokenEndpointTest {
    private static final String FORM = "grant_type=client_credentials";

    @AutoClose
    private final Sandbox sandbox = new Sandbox();

    @Test
    void anAnswerHasExpiresAtAndNoExpiresIn() {
        HttpResponse<String> minted = sandbox.mint(FORM);
        assertThat(Sandbox.json(minted).fieldNames())
                .toIterable()
                .containsExactly("token_type", "access_token", "expires_at");
        assertThat(Sandbox.json(minted).path("expires_at").asText()).isEqualTo("2026-11-24T13:00:07Z");
        sandbox.simulator.switches().tokenExpiry(Switches.TokenExpiry.EXPIRES_IN);
        assertThat(Sandbox.json(sandbox.mint(FORM)).path("expires_in").asInt()).isEqualTo(3600);
    }

    @Test
    void theGrantMayStandInTheQuery() {
        HttpResponse<String> minted = sandbox.send(sandbox.request("/token?" + FORM)
                .header("Authorization", Sandbox.basic(sandbox.acme.clientId(), sandbox.acme.clientSecret()))
                .POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(minted.statusCode()).isEqualTo(200);
    }

    @Test
    void aClientIdWithoutItsNumberIsMalformedNotUnknown() {
        HttpResponse<String> answer = sandbox.mint("acme", "any", FORM);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Sandbox.json(answer).path("message").asText())
                .isEqualTo("client_id=acme does not contain a valid client ID suffix");
        assertThat(sandbox.mint("other-1", "any", FORM).body()).isEqualTo("{\"error\":\"invalid_client\"}");
    }

    @Test
    void aUsedUpRefreshTokenIsAnInvalidGrant() {
        assertThat(sandbox.mint("grant_type=refresh_token&refresh_token=x").body())
                .isEqualTo("{\"error\":\"invalid_grant\"}");
    }

    @Test
    void itsBucketIsItsOwnAndEndsWithTheMinute() {
        sandbox.token();
        for (int i = 0; i < 59; i++) {
            sandbox.mint(FORM);
        }
        HttpResponse<String> refused = sandbox.mint(FORM);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Sandbox.header(refused, "Retry-After")).isEqualTo("53");
        assertThat(sandbox.get("/v3/jobs").statusCode()).isEqualTo(200);
        sandbox.clock.forward(Duration.ofSeconds(53));
        assertThat(sandbox.mint(FORM).statusCode()).isEqualTo(200);
    }

    @Test
    void aTokenOfAnHourAgoIsRefused() {
        sandbox.token();
        sandbox.clock.forward(Duration.ofHours(1));
        assertThat(sandbox.get("/v3/jobs").statusCode()).isEqualTo(401);
    }

    @Test
    void mintingKillsTheTokenBeforeOnlyWhenSwitchedOn() {
        String first = sandbox.token();
        sandbox.mint(FORM);
        assertThat(sandbox.get("/v3/jobs").statusCode()).isEqualTo(200);
        sandbox.simulator.switches().revokeOnMint(true);
        sandbox.mint(FORM);
        assertThat(sandbox.token()).isEqualTo(first);
        HttpResponse<String> refused = sandbox.get("/v3/jobs");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body())
                .contains("Token has already been refreshed or revoked. Please generate a new token.");
    }

    @Test
    void aScopeThatIsRemovedIsGoneAtOnceButOneThatIsAddedWaitsForTheNextToken() {
        sandbox.acme.scopes(Set.of("harvest:jobs:list"));
        sandbox.token();
        sandbox.acme.scopes(Set.of("harvest:applications:list"));
        assertThat(sandbox.get("/v3/jobs").statusCode()).isEqualTo(403);
        assertThat(sandbox.get("/v3/applications").statusCode()).isEqualTo(403);
        sandbox.newToken(FORM);
        assertThat(sandbox.get("/v3/applications").statusCode()).isEqualTo(200);
    }

    @Test
    void introspectionNamesTheScopesOfATokenThatStillWorks() {
        sandbox.acme.scopes(Set.of("harvest:jobs:list"));
        String token = sandbox.token();
        HttpResponse<String> described = introspect(token);
        assertThat(Sandbox.json(described).path("active").asBoolean()).isTrue();
        assertThat(Sandbox.json(described).path("scope").asText()).isEqualTo("harvest:jobs:list");
        assertThat(introspect("junk").body()).isEqualTo("{\"active\":false}");
        assertThat(sandbox.simulator.calls().where(call -> call.path().equals("/introspect")))
                .allSatisfy(call -> assertThat(call.body()).doesNotContain(token));
    }

    private HttpResponse<String> introspect(String token) {
        return sandbox.send(sandbox.request("/introspect")
                .header("Authorization", Sandbox.basic(sandbox.acme.clientId(), sandbox.acme.clientSecret()))
                .POST(HttpRequest.BodyPublishers.ofString("token=" + token + "&token_type_hint=access_token")));
    }
}
