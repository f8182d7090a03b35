package com.rocketmat.ops;

import static com.rocketmat.sandbox.stack.Surroundings.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.rocketmat.architecture.DeclaredCalls;
import com.rocketmat.console.Browser;
import com.rocketmat.console.session.SessionCookie;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call what: each call of the API, by each kind of caller. A call must be in the table. */
@QuarkusTest
class AccessQuarkusTest {

    private enum Least {
        VIEWER,
        OPERATOR
    }

    private enum Restricted {
        /** By the tenant in the address. */
        TO_THEIR_TENANTS,
        /** Shows only tenants within reach. */
        ALLOWED,
        REFUSED
    }

    record Rule(Least least, Restricted restricted) {}

    private static final Rule READ = new Rule(Least.VIEWER, Restricted.TO_THEIR_TENANTS);
    private static final Rule ACT = new Rule(Least.OPERATOR, Restricted.TO_THEIR_TENANTS);

    static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("GET /api/features", new Rule(Least.VIEWER, Restricted.ALLOWED)),
            Map.entry("GET /api/status", new Rule(Least.VIEWER, Restricted.ALLOWED)),
            Map.entry("POST /api/pause", new Rule(Least.OPERATOR, Restricted.REFUSED)),
            Map.entry("POST /api/resume", new Rule(Least.OPERATOR, Restricted.REFUSED)),
            Map.entry("GET /api/audit", new Rule(Least.OPERATOR, Restricted.ALLOWED)),
            Map.entry("GET /api/tenants", new Rule(Least.VIEWER, Restricted.ALLOWED)),
            Map.entry("GET /api/tenants/{tenant}", READ),
            Map.entry("DELETE /api/tenants/{tenant}", ACT),
            Map.entry("POST /api/tenants/{tenant}/pause", ACT),
            Map.entry("POST /api/tenants/{tenant}/resume", ACT),
            Map.entry("POST /api/tenants/{tenant}/doctor", ACT),
            Map.entry("GET /api/tenants/{tenant}/runs", READ),
            Map.entry("POST /api/tenants/{tenant}/runs", ACT),
            Map.entry("GET /api/tenants/{tenant}/scores", READ),
            Map.entry("GET /api/tenants/{tenant}/audit", READ),
            Map.entry("GET /api/tenants/{tenant}/training-data", ACT),
            Map.entry("GET /api/tenants/{tenant}/objections", ACT),
            Map.entry("GET /api/tenants/{tenant}/applications/{application}", ACT),
            Map.entry("GET /api/tenants/{tenant}/candidates/{candidate}", ACT),
            Map.entry("DELETE /api/tenants/{tenant}/candidates/{candidate}", ACT),
            Map.entry("PUT /api/tenants/{tenant}/candidates/{candidate}/objection", ACT),
            Map.entry("DELETE /api/tenants/{tenant}/candidates/{candidate}/objection", ACT),
            Map.entry("GET /api/tenants/{tenant}/decisions", ACT),
            Map.entry("GET /api/tenants/{tenant}/decisions/verify", READ),
            Map.entry("GET /api/tenants/{tenant}/decisions/export", ACT),
            Map.entry("POST /api/tenants/{tenant}/decisions/{decision}/replay", ACT),
            Map.entry("POST /api/tenants/{tenant}/trainings", ACT),
            Map.entry("GET /api/tenants/{tenant}/trainings", READ),
            Map.entry("GET /api/tenants/{tenant}/trainings/{training}", READ),
            Map.entry("DELETE /api/tenants/{tenant}/trainings/{training}", ACT),
            Map.entry("GET /api/tenants/{tenant}/models/{version}/card", READ),
            Map.entry("GET /api/tenants/{tenant}/models", READ),
            Map.entry("POST /api/tenants/{tenant}/models", ACT),
            Map.entry("GET /api/tenants/{tenant}/models/{version}", READ),
            Map.entry("GET /api/tenants/{tenant}/models/{version}/comparison", READ),
            Map.entry("POST /api/tenants/{tenant}/models/{version}/activate", ACT),
            Map.entry("POST /api/tenants/{tenant}/models/{version}/shadow", ACT),
            Map.entry("POST /api/tenants/{tenant}/models/{version}/retire", ACT));

    static final Set<String> CALLS = new TreeSet<>(RULES.keySet());

    private static final String OWN = Surroundings.KEPT_TO;
    private static final String OTHER = "not-reached";

    private static boolean known;

    VaultStandIn vault;

    @TestHTTPResource
    URI service;

    @BeforeEach
    void tenants() {
        if (!known) {
            Set.of(OWN, OTHER).forEach(tenant -> WrittenSecret.broken(vault, tenant));
            known = true;
        }
    }

    @Test
    void theTableHasEveryCall() {
        assertThat(DeclaredCalls.below("/api"))
                .as("RULES says of each call who may make it")
                .containsExactlyInAnyOrderElementsOf(CALLS);
    }

    @ParameterizedTest
    @FieldSource("CALLS")
    void unknownCallersAreRejected(String call) {
        assertThat(status(given(), call, OWN)).isEqualTo(401);
        assertThat(status(as("guessed"), call, OWN)).isEqualTo(401);
    }

    @ParameterizedTest
    @FieldSource("CALLS")
    void viewersReadAndOperatorsAct(String call) {
        Rule rule = RULES.get(call);
        boolean viewersMay = rule.least() == Least.VIEWER;
        assertThat(allowed(Surroundings.VIEWER, call, OWN)).isEqualTo(viewersMay);
        assertThat(allowed(Surroundings.OPERATOR, call, OWN)).isTrue();
        assertThat(allowed(Surroundings.VIEWER, call, OTHER)).isEqualTo(viewersMay);
        assertThat(allowed(Surroundings.OPERATOR, call, OTHER)).isTrue();
        if (call.equals("POST /api/pause")) {
            as(Surroundings.OPERATOR).post("/api/resume").then().statusCode(200);
        }
    }

    @ParameterizedTest
    @FieldSource("CALLS")
    void callersRestrictedToSomeTenantsReachOnlyThese(String call) {
        Rule rule = RULES.get(call);
        boolean viewersMay = rule.least() == Least.VIEWER && rule.restricted() != Restricted.REFUSED;
        assertThat(allowed(Surroundings.KEPT_VIEWER, call, OWN)).isEqualTo(viewersMay);
        assertThat(allowed(Surroundings.KEPT_OPERATOR, call, OWN)).isEqualTo(rule.restricted() != Restricted.REFUSED);
        if (rule.restricted() == Restricted.TO_THEIR_TENANTS) {
            for (String tenant : Set.of(OTHER, "no-such-tenant", OWN + "%20", OWN.toUpperCase(Locale.ROOT))) {
                assertThat(allowed(Surroundings.KEPT_VIEWER, call, tenant))
                        .as(tenant)
                        .isFalse();
                assertThat(allowed(Surroundings.KEPT_OPERATOR, call, tenant))
                        .as(tenant)
                        .isFalse();
            }
        }
    }

    /** Rights depend on the call that an address leads to, not on its spelling. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/tenants/%2e%2e/pause",
                "/api/tenants/" + OWN + "/%2e%2e/%2e%2e/pause",
                "/api/tenants/" + OWN + "/../" + OTHER + "/pause",
                "/api/tenants/" + OWN + "%2f..%2f" + OTHER + "/pause",
                "/api/tenants/" + OTHER + ";tenant=" + OWN + "/pause",
                "/api/tenants;" + OWN + "/" + OTHER + "/pause",
                "/api/pause;tenant=" + OWN,
                "/api;x/pause",
                "//api//pause",
                "/webhooks/%2e%2e/api/pause",
                "/console/assets/%2e%2e/%2e%2e/api/pause",
                "/console/../api/pause"
            })
    void noSpellingOfAnAddressBypassesRights(String address) throws IOException, InterruptedException {
        assertThat(posted(address, Map.of())).isIn(401, 404);
        assertThat(posted(address, Map.of("Authorization", "Bearer " + Surroundings.KEPT_OPERATOR)))
                .isIn(401, 403, 404);
        String session = Browser.signIn(Surroundings.OPERATOR).cookie(SessionCookie.NAME);
        assertThat(posted(address, Map.of("Cookie", SessionCookie.NAME + "=" + session)))
                .as("with the console's cookie")
                .isIn(401, 404);
    }

    /** Sent unchanged; REST Assured normalises addresses. */
    private int posted(String address, Map<String, String> headers) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(service.resolve("/")).POST(HttpRequest.BodyPublishers.noBody());
            headers.forEach(request::header);
            String place = service.getScheme() + "://" + service.getAuthority();
            return client.send(request.uri(URI.create(place + address)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    /** {@link PlantedResource}. */
    @Test
    void aNewCallIsForbiddenToRestrictedCallersByDefault() {
        assertThat(allowed(Surroundings.VIEWER, "GET /planted", "")).isTrue();
        assertThat(allowed(Surroundings.KEPT_VIEWER, "GET /planted", "")).isFalse();
        assertThat(allowed(Surroundings.KEPT_OPERATOR, "GET /planted", "")).isFalse();
        assertThat(allowed(Surroundings.KEPT_VIEWER, "GET /planted/{tenant}", OWN))
                .isTrue();
        assertThat(allowed(Surroundings.KEPT_VIEWER, "GET /planted/{tenant}", OTHER))
                .isFalse();
    }

    @Test
    void listsShowOnlyReachableTenants() {
        as(Surroundings.KEPT_VIEWER).get("/api/tenants").then().body("items.id", containsInAnyOrder(OWN));
        for (String tenant : Set.of(OWN, OTHER)) {
            String justBefore = tenant.substring(0, tenant.length() - 1);
            as(Surroundings.VIEWER)
                    .get("/api/tenants?state=INVALID&cursor=" + justBefore)
                    .then()
                    .body("items[0].id", is(tenant))
                    .body("items.state", everyItem(is("INVALID")));
        }
        as(Surroundings.KEPT_VIEWER)
                .get("/api/tenants?state=ACTIVE&state=STOPPED")
                .then()
                .body("items", empty());
        assertThat(allowed(Surroundings.KEPT_OPERATOR, "POST /api/tenants/{tenant}/pause", OWN))
                .isTrue();
        assertThat(allowed(Surroundings.OPERATOR, "POST /api/tenants/{tenant}/pause", OTHER))
                .isTrue();
        as(Surroundings.OPERATOR).post("/api/resume").then().statusCode(200);
        as(Surroundings.KEPT_OPERATOR)
                .get("/api/audit?limit=500")
                .then()
                .body("items.tenant", not(empty()))
                .body("items.tenant", everyItem(is(OWN)));
        for (String tenant : Set.of(OTHER, "*")) {
            as(Surroundings.KEPT_OPERATOR)
                    .get("/api/audit?tenant=" + tenant)
                    .then()
                    .body("items", empty());
        }
    }

    /** It may be the path of another tenant's secret. */
    @Test
    void onlyCallersOfAllTenantsSeeWhichPathOfVaultFails() {
        Browser all = Browser.signedIn(Surroundings.VIEWER);
        Browser kept = Browser.signedIn(Surroundings.KEPT_VIEWER);
        String path = "rocketmat/tenants";
        vault.setAway(true);
        try {
            await().untilAsserted(() ->
                    as(Surroundings.VIEWER).get("/api/status").then().body("vault.reason", containsString(path)));
            as(Surroundings.KEPT_VIEWER)
                    .get("/api/status")
                    .then()
                    .body("vault.state", is("degraded"))
                    .body("vault.reason", not(containsString(path)));
            assertThat(all.page("/console")).contains("Vault cannot be read", path);
            assertThat(kept.page("/console")).contains("Vault cannot be read").doesNotContain(path);
        } finally {
            vault.setAway(false);
        }
        await().untilAsserted(() ->
                as(Surroundings.KEPT_VIEWER).get("/api/status").then().body("vault.reason", nullValue()));
        assertThat(kept.page("/console")).doesNotContain("Vault cannot be read");
    }

    private static boolean allowed(String token, String call, String tenant) {
        int status = status(as(token), call, tenant);
        assertThat(status).as(call).isNotEqualTo(401).isLessThan(500);
        return status != 403;
    }

    private static int status(RequestSpecification caller, String call, String tenant) {
        String[] parts = call.split(" ", 2);
        String path = parts[1].replace("{tenant}", tenant)
                .replace("{version}", "0".repeat(64))
                .replaceAll("\\{\\w+}", "7");
        if (call.equals("POST /api/tenants/{tenant}/models")) {
            // a body that is not a form is rejected before authentication
            caller.multiPart("model", "m.onnx", new byte[] {1});
        }
        return caller.urlEncodingEnabled(false).request(parts[0], path).statusCode();
    }
}
