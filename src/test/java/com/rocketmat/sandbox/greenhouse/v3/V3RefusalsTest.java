package com.rocketmat.sandbox.greenhouse.v3;

import static com.rocketmat.sandbox.greenhouse.InProcessSandbox.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.greenhouse.InProcessSandbox;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.RateSwitches;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which requests are refused, in which order, and what they cost. */
class V3RefusalsTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;

    @Test
    void aBodyWithoutAContentTypeIsA415() {
        long application = sandbox.application();
        Response refused = sandbox.send(
                "PATCH",
                "/v3/applications/" + application,
                Map.of("Authorization", "Bearer " + sandbox.token()),
                "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":1}]}");
        assertThat(refused.status()).isEqualTo(415);
        assertThat(acme.score(application, "rocketmat")).isNull();
    }

    @Test
    void aDeactivatedUserCannotReadOrWrite() {
        long application = sandbox.application();
        sandbox.token();
        acme.change("users", acme.userId(), user -> user.put("deactivated", true));
        assertThat(sandbox.get("/v3/applications").status()).isEqualTo(403);
        assertThat(sandbox.score(application, "1").status()).isEqualTo(403);
        sandbox.switches().nonAdminReads = Switches.NonAdminReads.EMPTY;
        assertThat(sandbox.get("/v3/applications").text()).isEqualTo("[]");
    }

    @Test
    void scopesAreCheckedBeforeOrAfterTheLimit() {
        acme.scopes(Set.of("harvest:applications:list"));
        acme.rateLimit(1);
        sandbox.get("/v3/applications");
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(403);
        sandbox.switches().rates.limitBeforeScope = true;
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(429);
    }

    @Test
    void rejectedCallsMayNotCount() {
        sandbox.switches().rates.refusedCallsCount = false;
        acme.rateLimit(2);
        assertThat(sandbox.get("/v3/jobs?nonsense=1").header("X-RateLimit-Remaining"))
                .contains("2");
        assertThat(sandbox.score(1, "1").header("X-RateLimit-Remaining")).contains("2");
        assertThat(sandbox.get("/v3/jobs").header("X-RateLimit-Remaining")).contains("1");
        assertThat(sandbox.get("/v3/jobs").header("X-RateLimit-Remaining")).contains("0");
        assertThat(sandbox.get("/v3/jobs?nonsense=1").status()).isEqualTo(429);
    }

    @Test
    void callsAreCountedPerCredentialOrPerUser() {
        sandbox.get("/v3/jobs");
        Map<String, String> serviceUser = Map.of("Authorization", "Bearer " + mintWithoutUser());
        assertThat(sandbox.send("GET", "/v3/jobs", serviceUser, "").header("X-RateLimit-Remaining"))
                .contains("148");
        sandbox.switches().rates.key = RateSwitches.Key.CREDENTIAL_AND_USER;
        assertThat(sandbox.send("GET", "/v3/jobs", serviceUser, "").header("X-RateLimit-Remaining"))
                .contains("149");
        assertThat(sandbox.get("/v3/jobs").header("X-RateLimit-Remaining")).contains("149");
    }

    @Test
    void aTokenWithoutAUserActsAsTheServiceUser() {
        acme.change("users", acme.userId(), user -> user.put("site_admin", false));
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(403);
        assertThat(sandbox.send("GET", "/v3/jobs", Map.of("Authorization", "Bearer " + mintWithoutUser()), "")
                        .status())
                .isEqualTo(200);
    }

    private String mintWithoutUser() {
        return json(sandbox.mint(acme.clientId(), acme.clientSecret(), "grant_type=client_credentials"))
                .path("access_token")
                .asText();
    }
}
