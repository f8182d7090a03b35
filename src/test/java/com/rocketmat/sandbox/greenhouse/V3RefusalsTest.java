package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests are refused, in which order, and what they cost. */
class V3RefusalsTest {
    private final InProcessSandbox sandbox = new InProcessSandbox();
    private final Organisation acme = sandbox.acme;

    @Test
    void everyAnswerHasARequestIdOfItsOwn() {
        sandbox.token();
        List<Response> answers = List.of(
                sandbox.get("/v3/jobs"),
                sandbox.get("/v3/jobs?nonsense=1"),
                sandbox.get("/v3/nothing"),
                sandbox.score(1, "1"),
                sandbox.send("GET", "/v3/jobs", Map.of(), ""));
        assertThat(answers).extracting(Response::status).containsExactly(200, 422, 404, 404, 401);
        assertThat(answers)
                .extracting(answer -> answer.header("X-Request-Id").orElseThrow())
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-f]{32}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Bearer junk; Token could not be decoded. Please ensure your token is from a trusted source.",
                "Basic YTpi; Token could not be decoded. Please ensure your token is from a trusted source."
            })
    void aTokenThatIsNoneIsA401(String authorization, String error) {
        Response refused = sandbox.send("GET", "/v3/jobs", Map.of("Authorization", authorization), "");
        assertThat(refused.text()).isEqualTo("{\"message\":\"Unauthorized\",\"errors\":[\"" + error + "\"]}");
        assertThat(refused.header("X-RateLimit-Limit")).isEmpty();
    }

    @Test
    void aMissingRecordIsToldFromAMissingRouteByItsErrors() {
        assertThat(sandbox.get("/v3/nothing").text()).isEqualTo("{\"message\":\"Resource not found\"}");
        Response record = sandbox.score(1, "1");
        assertThat(InProcessSandbox.json(record).path("message").asText()).isEqualTo("Resource not found");
        assertThat(InProcessSandbox.json(record).path("errors").toString()).contains("1");
    }

    @Test
    void aBodyWithoutItsTypeIsA415() {
        long application = acme.addApplication(acme.addCandidate("Ada", "Byron"), acme.addJob("Analyst"));
        Response refused = sandbox.send(
                "PATCH",
                "/v3/applications/" + application,
                Map.of("Authorization", "Bearer " + sandbox.token()),
                "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":1}]}");
        assertThat(refused.status()).isEqualTo(415);
        assertThat(acme.score(application, "rocketmat")).isNull();
    }

    @Test
    void aUserWhoIsDeactivatedReadsAndWritesNothing() {
        long application = acme.addApplication(acme.addCandidate("Ada", "Byron"), acme.addJob("Analyst"));
        sandbox.token();
        acme.change("users", acme.userId(), user -> user.put("deactivated", true));
        assertThat(sandbox.get("/v3/applications").status()).isEqualTo(403);
        assertThat(sandbox.score(application, "1").status()).isEqualTo(403);
        sandbox.switches().nonAdminReads = Switches.NonAdminReads.EMPTY;
        assertThat(sandbox.get("/v3/applications").text()).isEqualTo("[]");
    }

    @Test
    void aScopeComesBeforeTheLimitOrAfterIt() {
        acme.scopes(Set.of("harvest:applications:list"));
        acme.rateLimit(1);
        sandbox.get("/v3/applications");
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(403);
        sandbox.switches().rates.limitBeforeScope = true;
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(429);
    }

    @Test
    void whatIsRefusedMayCostNothing() {
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
    void theCounterIsTheCredentialsOrItsForOneUser() {
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
    void withoutAUserTheServiceUserActsAndMayReadAll() {
        acme.change("users", acme.userId(), user -> user.put("site_admin", false));
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(403);
        assertThat(sandbox.send("GET", "/v3/jobs", Map.of("Authorization", "Bearer " + mintWithoutUser()), "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void v1AndV3CountApart() {
        acme.rateLimit(1);
        acme.v1RateLimit(1);
        sandbox.get("/v3/jobs");
        assertThat(sandbox.v1("jobs").status()).isEqualTo(200);
        assertThat(sandbox.v1("jobs").status()).isEqualTo(429);
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(429);
    }

    @Test
    void retryAfterIsRightWhereResetIsTooLate() {
        acme.rateLimit(1);
        sandbox.get("/v3/jobs");
        Response refused = sandbox.get("/v3/jobs");
        assertThat(refused.header("Retry-After")).contains("23");
        assertThat(refused.header("X-RateLimit-Reset"))
                .contains(Long.toString(InProcessSandbox.NOW.getEpochSecond() + 30));
        sandbox.clock.forward(Duration.ofMillis(22_750));
        assertThat(sandbox.get("/v3/jobs").status()).isEqualTo(200);
    }

    private String mintWithoutUser() {
        return InProcessSandbox.json(
                        sandbox.mint(acme.clientId(), acme.clientSecret(), "grant_type=client_credentials"))
                .path("access_token")
                .asText();
    }
}
