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
    void theSignInPageLinksToTheProvider() {
        Browser.stranger()
                .get("/console/sign-in")
                .then()
                .statusCode(200)
                .body(containsString("/console/sign-in/provider"));
    }

    @Test
    void signingInRedirectsToTheRequestedPage() {
        provider.signIn("ida", realm("rocketmat-operators", "*"));
        String asked = "/console/tenants/" + OWN + "?state=PENDING";
        String signInPage = Browser.stranger().get(asked).header("Location");
        Response page = Browser.stranger().urlEncodingEnabled(false).get(signInPage);
        SignIn signIn = startSignIn();
        signIn.cookies().putAll(page.cookies());

        Response answer = signIn.answer();

        assertThat(page(answer)).isEqualTo(asked);
        assertThat(answer.getDetailedCookie(SessionCookie.PAGE).getMaxAge()).isZero();

        for (String none : List.of("https://elsewhere.example", "%zz")) {
            SignIn other = startSignIn();
            other.cookies().put(SessionCookie.PAGE, none);
            assertThat(page(other.answer())).as(none).isEqualTo("/console");
        }
    }

    /** The page to which the sign-in page redirects a browser that kept the cookie. */
    private static String page(Response signedIn) {
        return Browser.stranger()
                .cookie(SessionCookie.NAME, signedIn.cookie(SessionCookie.NAME))
                .urlEncodingEnabled(false)
                .get(signedIn.header("Location"))
                .header("Location");
    }

    @Test
    void anOperatorOfTheProviderActsUnderTheirName() {
        provider.signIn("ida", realm("rocketmat-operators", "*"));
        Browser ida = Browser.withSession(signIn());
        assertThat(ida.page("/console")).contains("oidc:ida", OWN, OTHER);
        ida.send("/console/tenants/" + OWN + "/pause").then().statusCode(303);
        ida.send("/console/tenants/" + OWN + "/resume").then().statusCode(303);
        Surroundings.operator().get("/api/tenants/" + OWN + "/audit").then().body(containsString("oidc:ida"));
    }

    @Test
    void theClaimsDetermineRolesAndTenants() {
        provider.signIn("vic", realm("rocketmat-viewers", OWN));
        Browser vic = Browser.withSession(signIn());
        assertThat(vic.page("/console")).contains(OWN).doesNotContain(OTHER);
        vic.get("/console/tenants/" + OTHER).then().statusCode(403);
        vic.send("/console/tenants/" + OWN + "/pause").then().statusCode(403);
    }

    @Test
    @Tag("finding-C")
    void withoutTenantsClaimNoTenantIsShown() {
        provider.signIn("none", Map.of("realm", Map.of("roles", List.of("rocketmat-viewers"))));
        assertThat(Browser.withSession(signIn()).page("/console")).doesNotContain(OWN, OTHER);
    }

    @Test
    void aUserWithoutRoleGetsNoSession() {
        provider.signIn("max", realm("guests", "*"));
        Response answer = startSignIn().answer();
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.cookies()).doesNotContainKey(SessionCookie.NAME);
        assertThat(answer.asString())
                .as("a page without a signed-in operator")
                .contains("All tenants")
                .doesNotContain("Signed in as", "sign-out", "oidc:max");
        assertNoProviderCookies(answer);
        assertThat(answer.detailedCookies().asList())
                .filteredOn(cookie -> cookie.getName().startsWith("q_session"))
                .isNotEmpty()
                .allMatch(cookie -> cookie.getMaxAge() == 0 && Addresses.PROVIDER.equals(cookie.getPath()));
    }

    private static void assertNoProviderCookies(Response answer) {
        answer.cookies().forEach((name, value) -> {
            if (name.startsWith("q_")) {
                assertThat(value).as(name).isEmpty();
            }
        });
    }

    @Test
    void noTokenOfTheProviderIsKept() {
        provider.signIn("ida", realm("rocketmat-operators", "*"));
        Response answer = startSignIn().answer();
        assertNoProviderCookies(answer);
        String secret = answer.cookie(SessionCookie.NAME);
        assertThat(secret).hasSize(43);
        assertThat(Shown.database(database.dataSource())).doesNotContain(secret).doesNotContain("eyJ");
    }

    @Test
    void signingInIsAudited() {
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
    void theSessionLastsAnHour() {
        provider.signIn("ida", realm("rocketmat-operators", "*"));
        Response answer = startSignIn().answer();
        assertThat(answer.getDetailedCookie(SessionCookie.NAME).getMaxAge())
                .isEqualTo(Duration.ofHours(1).toSeconds());
        Browser ida = Browser.withSession(answer.cookie(SessionCookie.NAME));
        database.execute("UPDATE console_session SET expires_at = now() - interval '1 s'");
        ida.get("/console").then().statusCode(303);
    }

    @Test
    void aForgedCodeIsRefused() {
        SignIn signIn = startSignIn();
        Response answer = Browser.stranger()
                .cookies(signIn.cookies())
                .get(signIn.back().replaceFirst("code=[^&]+", "code=guessed"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.asString())
                .contains("did not sign you in", "sign in again")
                .doesNotContain("bearer");
        assertThat(answer.cookies()).doesNotContainKey(SessionCookie.NAME);
        // or one for a browser that did not request it
        Response unasked = Browser.stranger().get(startSignIn().back());
        assertThat(unasked.cookies()).doesNotContainKey(SessionCookie.NAME);
    }

    @Test
    void aCancelledSignInMayBeRepeated() {
        SignIn signIn = startSignIn();
        Browser.stranger()
                .cookies(signIn.cookies())
                .urlEncodingEnabled(false)
                .get(signIn.back().replaceFirst("code=[^&]+", "error=access_denied"))
                .then()
                .statusCode(401)
                .body(containsString("did not sign you in"), containsString("href=\"/console\""));
    }

    private String signIn() {
        Response answer = startSignIn().answer();
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(page(answer)).isEqualTo("/console");
        return answer.cookie(SessionCookie.NAME);
    }

    /** Follows the link to the provider; {@code back} is the address to which the provider redirects. */
    private static SignIn startSignIn() {
        Response there = Browser.stranger().get("/console/sign-in/provider");
        assertThat(there.statusCode()).isEqualTo(302);
        Response back =
                given().redirects().follow(false).urlEncodingEnabled(false).get(there.header("Location"));
        return new SignIn(back.header("Location"), new HashMap<>(there.cookies()));
    }

    private record SignIn(String back, Map<String, String> cookies) {

        Response answer() {
            return Browser.stranger().cookies(cookies).urlEncodingEnabled(false).get(back);
        }
    }

    private static Map<String, ?> realm(String role, String tenants) {
        return Map.of("realm", Map.of("roles", List.of(role), "tenants", List.of(tenants)));
    }
}
