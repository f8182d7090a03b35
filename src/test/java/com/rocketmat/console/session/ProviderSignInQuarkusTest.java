package com.rocketmat.console.session;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.rocketmat.console.Browser;
import com.rocketmat.ops.Guarded;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.secrecy.Shown;
import com.rocketmat.sandbox.stack.IdentityProvider;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sign-in at the identity provider, and the rights of its users afterwards. */
@QuarkusTest
@TestProfile(Guarded.class)
class ProviderSignInQuarkusTest {

    private static final String OWN = "signed-in-own";
    private static final String OTHER = "signed-in-other";

    SandboxVault vault;
    SandboxDatabase database;
    IdentityProvider provider;

    @BeforeEach
    void knownTenants() {
        for (String tenant : List.of(OWN, OTHER)) {
            WrittenSecret.broken(vault, tenant);
        }
    }

    @Test
    void thePageOffersIt() {
        Browser.stranger()
                .get("/console/sign-in")
                .then()
                .statusCode(200)
                .body(containsString("/console/sign-in/provider"));
    }

    /** By way of the page for signing in, which is shown to browsers that did not keep the cookie. */
    private static String page(Response signedIn) {
        return Browser.stranger()
                .cookie(SessionCookie.NAME, signedIn.cookie(SessionCookie.NAME))
                .urlEncodingEnabled(false)
                .get(signedIn.header("Location"))
                .header("Location");
    }

    @Test
    void anOperatorOfTheProviderActsAndIsCalledSo() {
        provider.signIn("ida", realm("rocketmat-operators", "*"));
        Browser ida = Browser.withSession(signIn());
        assertThat(ida.page("/console")).contains("oidc:ida", OWN, OTHER);
        ida.send("/console/tenants/" + OWN + "/pause").then().statusCode(303);
        ida.send("/console/tenants/" + OWN + "/resume").then().statusCode(303);
        Surroundings.operator().get("/api/tenants/" + OWN + "/audit").then().body(containsString("oidc:ida"));
    }

    @Test
    void rolesAndTenantsAreThoseOfTheClaims() {
        provider.signIn("vic", realm("rocketmat-viewers", OWN));
        Browser vic = Browser.withSession(signIn());
        assertThat(vic.page("/console")).contains(OWN).doesNotContain(OTHER);
        vic.get("/console/tenants/" + OTHER).then().statusCode(403);
        vic.send("/console/tenants/" + OWN + "/pause").then().statusCode(403);
    }

    @Test
    @Tag("finding-C")
    void withoutAClaimOfTenantsNoneIsShown() {
        provider.signIn("none", Map.of("realm", Map.of("roles", List.of("rocketmat-viewers"))));
        assertThat(Browser.withSession(signIn()).page("/console")).doesNotContain(OWN, OTHER);
    }

    @Test
    void whoHasNoRoleGetsNoSession() {
        provider.signIn("max", realm("guests", "*"));
        Response answer = way().answer();
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.cookies()).doesNotContainKey(SessionCookie.NAME);
        nothingOfTheProvidersStays(answer);
        assertThat(answer.detailedCookies().asList())
                .filteredOn(cookie -> cookie.getName().startsWith("q_session"))
                .isNotEmpty()
                .allMatch(cookie -> cookie.getMaxAge() == 0 && Addresses.PROVIDER.equals(cookie.getPath()));
    }

    private static void nothingOfTheProvidersStays(Response answer) {
        answer.cookies().forEach((name, value) -> {
            if (name.startsWith("q_")) {
                assertThat(value).as(name).isEmpty();
            }
        });
    }

    @Test
    void nothingOfTheProvidersStaysInTheBrowserOrHere() {
        provider.signIn("ida", realm("rocketmat-operators", "*"));
        Response answer = way().answer();
        nothingOfTheProvidersStays(answer);
        String secret = answer.cookie(SessionCookie.NAME);
        assertThat(secret).hasSize(43);
        assertThat(Shown.database(database.dataSource())).doesNotContain(secret).doesNotContain("eyJ");
    }

    @Test
    void whoSignsInIsInTheAuditLog() {
        provider.signIn("uma", realm("rocketmat-viewers", OWN));
        signIn();

        Surroundings.operator()
                .get("/api/audit?tenant=*&actor=oidc:uma")
                .then()
                .body("items.action", contains("GET /console/sign-in/provider"))
                .body("items[0].phase", equalTo("DONE"))
                .body("items[0].details.address", notNullValue());
    }

    @Test
    void theSessionIsShort() {
        provider.signIn("ida", realm("rocketmat-operators", "*"));
        Response answer = way().answer();
        assertThat(answer.getDetailedCookie(SessionCookie.NAME).getMaxAge())
                .isEqualTo(Duration.ofHours(1).toSeconds());
        Browser ida = Browser.withSession(answer.cookie(SessionCookie.NAME));
        database.execute("UPDATE console_session SET expires_at = now() - interval '1 s'");
        ida.get("/console").then().statusCode(303);
    }

    @Test
    void aCodeThatTheProviderNeverGaveSignsNobodyIn() {
        Way way = way();
        Response answer =
                Browser.stranger().cookies(way.cookies()).get(way.back().replaceFirst("code=[^&]+", "code=guessed"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.asString())
                .contains("did not sign you in", "sign in again")
                .doesNotContain("bearer");
        assertThat(answer.cookies()).doesNotContainKey(SessionCookie.NAME);
        // nor one that comes to a browser that did not request it
        Response unasked = Browser.stranger().get(way().back());
        assertThat(unasked.cookies()).doesNotContainKey(SessionCookie.NAME);
    }

    @Test
    void whoCancelsAtTheProviderMayTryAgain() {
        Way way = way();
        Browser.stranger()
                .cookies(way.cookies())
                .urlEncodingEnabled(false)
                .get(way.back().replaceFirst("code=[^&]+", "error=access_denied"))
                .then()
                .statusCode(401)
                .body(containsString("did not sign you in"), containsString("href=\"/console\""));
    }

    private String signIn() {
        Response answer = way().answer();
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(page(answer)).endsWith("/console");
        return answer.cookie(SessionCookie.NAME);
    }

    /** From our link to the provider's page; {@code back} is the address it redirects to. */
    private static Way way() {
        Response there = Browser.stranger().get("/console/sign-in/provider");
        assertThat(there.statusCode()).isEqualTo(302);
        Response back =
                given().redirects().follow(false).urlEncodingEnabled(false).get(there.header("Location"));
        return new Way(back.header("Location"), new HashMap<>(there.cookies()));
    }

    private record Way(String back, Map<String, String> cookies) {

        Response answer() {
            return Browser.stranger().cookies(cookies).urlEncodingEnabled(false).get(back);
        }
    }

    private static Map<String, ?> realm(String role, String tenants) {
        return Map.of("realm", Map.of("roles", List.of(role), "tenants", List.of(tenants)));
    }
}
