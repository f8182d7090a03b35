package com.rocketmat.sandbox.greenhouse.token;

import static com.rocketmat.sandbox.greenhouse.InProcessSandbox.basic;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
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
    void theGrantTypeMayBeInTheQuery() {
        Response minted = sandbox.send("POST", "/token?" + FORM, credentials(), "");
        assertThat(minted.status()).isEqualTo(200);
    }

    @Test
    void itHasItsOwnRateWindowOfAMinute() {
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
    void aTokenExpiresAfterAnHour() {
        sandbox.token();
        sandbox.clock.forward(Duration.ofHours(1));
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(401);
    }

    @Test
    void theRecordOfCallsContainsNoIntrospectedToken() {
        sandbox.acme.scopes(Set.of("harvest:jobs:list"));
        String token = sandbox.token();
        assertThat(introspect(token).text()).contains("harvest:jobs:list");
        assertThat(sandbox.simulator.calls().where(call -> call.path().equals("/introspect")))
                .allSatisfy(call -> assertThat(call.body()).doesNotContain(token));
    }

    @Test
    void aFormWithoutAContentTypeIsA415() {
        assertThat(sandbox.send("POST", "/token", credentials(), FORM).status()).isEqualTo(415);
    }

    private Response introspect(String token) {
        return sandbox.send("POST", "/introspect", credentials(), "token=" + token + "&token_type_hint=access_token");
    }

    private Map<String, String> credentials() {
        return Map.of("Authorization", basic(sandbox.acme.clientId(), sandbox.acme.clientSecret()));
    }
}
