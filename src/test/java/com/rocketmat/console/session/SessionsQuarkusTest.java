package com.rocketmat.console.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import com.rocketmat.architecture.DeclaredCalls;
import com.rocketmat.console.Browser;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.secrecy.Shown;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.Cookie;
import io.restassured.http.Header;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who can sign in, for how long, and whose forms are accepted. */
@QuarkusTest
class SessionsQuarkusTest {

    private static final String SIGN_OUT = Addresses.ROOT + "/sign-out";
    private static final String TENANT = "console-sessions";

    SandboxVault vault;
    SandboxDatabase database;

    @AfterEach
    void restoreOperators() {
        operators(Map.of());
    }

    private void operators(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Surroundings.operators());
        all.putAll(more);
        vault.put("rocketmat/operators", all);
    }

    /** Returns the token of a new operator once the service knows it. */
    private String addOperator(String name, String role) {
        String token = UUID.randomUUID().toString();
        operators(Map.of(name, role + " " + SandboxStack.sha256(token)));
        await().until(() -> Browser.signIn(token).statusCode() == 303);
        return token;
    }

    /** Every page, found from the declared resources. */
    static Stream<String> pages() {
        return paths("GET ");
    }

    static Stream<String> actions() {
        return paths("POST ");
    }

    private static Stream<String> paths(String method) {
        return DeclaredCalls.below(Addresses.ROOT).stream()
                .filter(call -> call.startsWith(method) && !call.equals(method + Addresses.SIGN_IN))
                .map(call -> call.substring(method.length())
                        .replace("{tenant}", TENANT)
                        .replace("{version}", "0".repeat(64))
                        .replaceAll("\\{\\w+}", "7"));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageRequiresASessionAndAcceptsNoTokenOfTheApi(String page) {
        Browser.stranger().get(page).then().statusCode(303).header("Location", containsString(Addresses.SIGN_IN));
        Browser.stranger().auth().oauth2(Surroundings.OPERATOR).get(page).then().statusCode(303);
    }

    @ParameterizedTest
    @MethodSource("actions")
    void anActionRequiresASession(String action) {
        Browser.stranger().formParam("x", "y").post(action).then().statusCode(303);
    }

    @Test
    void aSessionOpensThePagesAndNotTheApi() {
        Browser browser = Browser.signedIn(Surroundings.OPERATOR);
        assertThat(browser.page("/console")).contains("operator");
        browser.get("/api/tenants").then().statusCode(401);
    }

    @Test
    void theCookieIsProtected() {
        Cookie cookie = Browser.signIn(Surroundings.VIEWER).getDetailedCookie(SessionCookie.NAME);
        assertThat(cookie.isSecured()).isTrue();
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSameSite()).isEqualToIgnoringCase("Lax");
        assertThat(cookie.getPath()).isEqualTo("/console");
        assertThat(cookie.getMaxAge()).isEqualTo(Duration.ofHours(12).toSeconds());
    }

    /** Under the new name, even if another operator is signed in. */
    @Test
    void onlySuccessfulSignInsAreAudited() {
        String token = addOperator("dora", "viewer");
        Browser.signedIn(Surroundings.VIEWER)
                .request()
                .header("Sec-Fetch-Site", "same-origin")
                .formParam("token", token)
                .post("/console/sign-in")
                .then()
                .statusCode(303);
        Browser.signIn("guessed").then().statusCode(401);

        String signIns = "items.findAll { it.action == 'POST /console/sign-in' }.";
        String entries = Surroundings.operator()
                .get("/api/audit?tenant=*&actor=dora")
                .then()
                .body(signIns + "phase", contains("DONE", "DONE"))
                .body(signIns + "details.address", everyItem(notNullValue()))
                .extract()
                .asString();
        assertThat(entries).doesNotContain(token, SandboxStack.sha256(token));
        assertThat(Shown.database(database.dataSource())).doesNotContain("guessed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"guessed", "", " "})
    void anUnknownTokenIsRefused(String token) {
        Browser.signIn(token)
                .then()
                .statusCode(401)
                .header("Set-Cookie", (String) null)
                .body(containsString("Unknown token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' or 1=1 --"})
    void anUnknownCookieIsRefused(String value) {
        Browser.stranger()
                .cookie(SessionCookie.NAME, value)
                .get("/console")
                .then()
                .statusCode(303);
    }

    @Test
    void lookupsOfUnknownCookiesAreLimitedWhileTheDatabaseIsSlow() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/console"))
                .header("Cookie", SessionCookie.NAME + "=" + "A".repeat(43))
                .build();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();

        database.whileLocked("console_session", () -> {
            for (int strangers = 0; strangers < 120; strangers++) {
                answers.add(client.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
            }
            await().atMost(Duration.ofSeconds(4))
                    .until(() -> answers.stream().filter(Future::isDone).count() >= 18);
        });

        List<HttpResponse<String>> refused = answers.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.statusCode() == 503)
                .toList();
        assertThat(refused).hasSizeBetween(18, 20).allSatisfy(answer -> {
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(answer.body()).contains("looking up too many sessions");
        });
        client.close();
    }

    @Test
    void signingOutEndsTheSession() {
        Browser browser = Browser.signedIn(Surroundings.VIEWER);
        Browser other = Browser.signedIn(Surroundings.VIEWER);
        browser.send("/console/sign-out").then().statusCode(303).header("Location", Addresses.SIGN_IN);
        browser.get("/console").then().statusCode(303);
        assertThat(other.page("/console")).contains("viewer");
    }

    @Test
    void aSessionExpires() {
        Browser browser = Browser.signedIn(Surroundings.VIEWER);
        database.execute("UPDATE console_session SET expires_at = now() - interval '1 s'");
        browser.get("/console").then().statusCode(303);
    }

    @Test
    void aReplacedTokenEndsItsSessions() {
        String token = addOperator("ana", "operator");
        Browser browser = Browser.signedIn(token);
        operators(Map.of("ana", "operator " + SandboxStack.sha256("another")));
        await().until(() -> browser.get("/console").statusCode() == 303);
    }

    @Test
    void aRevokedRoleIsRevokedInOpenSessions() {
        String token = addOperator("ben", "operator");
        Browser browser = Browser.signedIn(token);
        // allowed to act: it fails only because the tenant does not exist
        browser.send("/console/tenants/absent/pause").then().statusCode(404);
        operators(Map.of("ben", "viewer " + SandboxStack.sha256(token)));
        await().until(() -> browser.send("/console/tenants/absent/pause").statusCode() == 403);
    }

    @Test
    void aViewerCannotAct() {
        Browser viewer = Browser.signedIn(Surroundings.VIEWER);
        actions()
                .filter(action -> !action.equals(SIGN_OUT))
                .forEach(action -> viewer.send(action).then().statusCode(403).contentType(containsString("text/html")));
    }

    @Test
    void aForgedFormIsRefused() {
        Browser browser = Browser.signedIn(Surroundings.OPERATOR);
        Browser another = Browser.signedIn(Surroundings.OPERATOR);
        // signing out comes last
        actions().sorted(Comparator.comparing(SIGN_OUT::equals)).forEach(action -> {
            for (String token : List.of("", another.formToken())) {
                Browser.send(browser.request(), token, action).then().statusCode(403);
            }
            for (Header header : List.of(
                    new Header("Sec-Fetch-Site", "cross-site"),
                    new Header("Sec-Fetch-Site", "same-site"),
                    new Header("Origin", "https://elsewhere.example"),
                    new Header("Origin", "null"))) {
                Browser.send(browser.request().header(header), browser.formToken(), action)
                        .then()
                        .statusCode(403);
            }
            // with its token the form is accepted, even if something else is wrong with it
            assertThat(browser.send(action).statusCode()).as(action).isNotEqualTo(403);
        });
    }

    /** Another tab may have signed in since the page was opened. */
    @Test
    void aSignedInOperatorMaySignInAgainButNotFromAnotherSite() {
        Browser.signedIn(Surroundings.VIEWER)
                .request()
                .header("Sec-Fetch-Site", "same-origin")
                .formParam("token", Surroundings.OPERATOR)
                .formParam("then", "/console/status")
                .post("/console/sign-in")
                .then()
                .statusCode(303)
                .header("Location", "/console/sign-in?lost=cookie&then=%2Fconsole%2Fstatus");
        for (RequestSpecification other :
                List.of(Browser.signedIn(Surroundings.VIEWER).request(), Browser.stranger())) {
            other.header("Sec-Fetch-Site", "cross-site")
                    .formParam("token", Surroundings.OPERATOR)
                    .post("/console/sign-in")
                    .then()
                    .statusCode(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://elsewhere.example",
                "//elsewhere.example",
                "/console/../../elsewhere",
                "/console//elsewhere.example",
                "/api/tenants",
                "/console\r\nX: y"
            })
    void signingInNeverRedirectsToAnotherSite(String then) {
        Response answer = signIn(then);
        answer.then().statusCode(303).header("Location", "/console/sign-in?lost=cookie");
        String cookie = answer.cookie(SessionCookie.NAME);
        for (String address :
                List.of(answer.header("Location"), Addresses.SIGN_IN + "?then=" + URLEncoder.encode(then, UTF_8))) {
            Browser.stranger()
                    .cookie(SessionCookie.NAME, cookie)
                    .urlEncodingEnabled(false)
                    .get(address)
                    .then()
                    .statusCode(303)
                    .header("Location", "/console");
        }
    }

    private static Response signIn(String then) {
        return Browser.stranger()
                .formParam("token", Surroundings.VIEWER)
                .formParam("then", then)
                .post("/console/sign-in");
    }

    @Test
    void signingInRedirectsToTheRequestedPage() {
        String asked = "/console?q=aur&state=BLOCKED";
        String way = Browser.stranger().get(asked).header("Location");
        assertThat(way).contains("then=%2Fconsole%3Fq%3Daur%26state%3DBLOCKED");
        Response answer = signIn(asked);
        Browser.stranger()
                .cookie(SessionCookie.NAME, answer.cookie(SessionCookie.NAME))
                .urlEncodingEnabled(false)
                .get(answer.header("Location"))
                .then()
                .statusCode(303)
                .header("Location", asked);
    }

    @Test
    void aBrowserWithoutCookiesIsTold() {
        String back = signIn("/console/status").header("Location");

        Browser.stranger()
                .urlEncodingEnabled(false)
                .get(back)
                .then()
                .statusCode(200)
                .body(containsString("did not keep the session’s cookie"))
                .body(containsString("name=\"then\" value=\"/console/status\""));
        Browser.stranger()
                .cookie(SessionCookie.NAME, "a".repeat(43))
                .urlEncodingEnabled(false)
                .get(back)
                .then()
                .statusCode(200)
                .body(not(containsString("did not keep")))
                .body(containsString("has not read your token from Vault yet"));
    }

    @ParameterizedTest
    @CsvSource({
        "https://rocketmat.example/console/bulk/pause?q=aur, /console/bulk/pause?q=aur",
        "https://rocketmat.example/console/tenants/aurora?done=paused, /console/tenants/aurora",
        "https://rocketmat.example//elsewhere.example, /console",
        ", /console"
    })
    void aFormSentAfterTheSessionEndedLeadsBackToItsPage(String page, String back) {
        RequestSpecification late = Browser.stranger();
        String way = (page == null ? late : late.header("Referer", page))
                .post("/console/tenants/aurora/pause")
                .header("Location");
        Browser.stranger()
                .urlEncodingEnabled(false)
                .get(way)
                .then()
                .statusCode(200)
                .body(containsString("Your session has ended; nothing was done."))
                .body(containsString("name=\"then\" value=\"" + back + "\""));
        Browser.stranger().get("/console/sign-in").then().body(not(containsString("nothing was done")));
    }

    @Test
    void neitherCookieNorTokenIsStored() {
        Browser browser = Browser.signedIn(Surroundings.OPERATOR);
        String rows = Shown.database(database.dataSource());
        assertThat(rows)
                .contains(new SessionSecret(browser.cookie()).digest())
                .doesNotContain(browser.cookie())
                .doesNotContain(browser.formToken())
                .doesNotContain(Surroundings.OPERATOR)
                .doesNotContain(SandboxStack.sha256(Surroundings.OPERATOR));
    }

    @Test
    void aScriptedRequestIsRedirectedToTheSignIn() {
        Browser.stranger()
                .header("HX-Request", "true")
                .get("/console")
                .then()
                .statusCode(401)
                .header("HX-Redirect", Addresses.SIGN_IN);
        Browser.stranger()
                .header("HX-Request", "true")
                .header("HX-Current-URL", "https://rocketmat.example/console?state=BLOCKED")
                .get("/console")
                .then()
                .statusCode(401)
                .header("HX-Redirect", Addresses.SIGN_IN + "?then=%2Fconsole%3Fstate%3DBLOCKED");
        Browser.stranger()
                .header("HX-Request", "true")
                .header("HX-Current-URL", "https://rocketmat.example//elsewhere.example")
                .get("/console")
                .then()
                .header("HX-Redirect", Addresses.SIGN_IN);
        Browser.stranger()
                .accept("text/event-stream")
                .get("/console/events")
                .then()
                .statusCode(401)
                .body(not(containsString("changed")));
    }
}
