package com.rocketmat.console;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.SessionCookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without scripts: a session, pages, and their forms. */
public final class Browser {

    private static final int SEE_OTHER = 303;
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");

    private static final Pattern NEXT = Pattern.compile("rel=\"next\" [^>]*href=\"([^\"]+)\"");

    private final Supplier<RequestSpecification> plain;
    private final String cookie;
    private final String formToken;

    private Browser(Supplier<RequestSpecification> plain, String cookie) {
        this.plain = plain;
        this.cookie = cookie;
        this.formToken = formToken(get("/console").asString());
    }

    /** A browser that is already signed in. */
    public static Browser withSession(String cookie) {
        return new Browser(Browser::stranger, cookie);
    }

    public static Browser signedIn(String token) {
        return signedIn(Browser::stranger, token);
    }

    /** Retries: a service that has just started knows no operators until it has read Vault. */
    private static Browser signedIn(Supplier<RequestSpecification> plain, String token) {
        Response answer = await("sign in")
                .atMost(Duration.ofSeconds(20))
                .until(() -> signIn(plain.get(), token), response -> response.statusCode() == SEE_OTHER);
        return new Browser(plain, answer.cookie(SessionCookie.NAME));
    }

    /** For a service at another address. */
    public static Browser signedIn(URI service, String token) {
        return signedIn(() -> stranger().baseUri(service.toString()), token);
    }

    public static Response signIn(String token) {
        return signIn(stranger(), token);
    }

    private static Response signIn(RequestSpecification request, String token) {
        return request.formParam("token", token).post("/console/sign-in");
    }

    public static RequestSpecification stranger() {
        return given().redirects().follow(false).accept("text/html");
    }

    public Response get(String path) {
        return request().get(path);
    }

    public String page(String path) {
        return get(path).then().statusCode(200).extract().asString();
    }

    /** Submits a form of a page. */
    public Response send(String path) {
        return send(request().header("Sec-Fetch-Site", "same-origin"), formToken, path);
    }

    /** Sends any form token, as multipart if the form takes files. */
    public static Response send(RequestSpecification request, String formToken, String path) {
        return path.endsWith("/models")
                ? request.multiPart("form_token", formToken).post(path)
                : request.formParam("form_token", formToken).post(path);
    }

    /** The form for uploading a model; a card may be added. */
    public RequestSpecification upload(byte[] model, String manifest) {
        return request()
                .header("Sec-Fetch-Site", "same-origin")
                .multiPart("form_token", formToken)
                .multiPart("model", "m.onnx", model)
                .multiPart("manifest", "m.json", manifest.getBytes(StandardCharsets.UTF_8));
    }

    /** The link to the next page, if there is one. */
    public static Optional<String> next(String page) {
        Matcher next = NEXT.matcher(page);
        return next.find() ? Optional.of(next.group(1).replace("&amp;", "&")) : Optional.empty();
    }

    /** A request with the session's cookie. */
    public RequestSpecification request() {
        return plain.get().cookie(SessionCookie.NAME, cookie);
    }

    /** The event stream of a tenant's page, line by line. */
    public BufferedReader events(URI service, String tenant) throws IOException {
        URLConnection stream = service.resolve(Addresses.events(tenant)).toURL().openConnection();
        stream.setRequestProperty("Accept", "text/event-stream");
        stream.setRequestProperty("Cookie", SessionCookie.NAME + "=" + cookie);
        stream.setReadTimeout((int) READ_TIMEOUT.toMillis());
        return new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8));
    }

    public String cookie() {
        return cookie;
    }

    public String formToken() {
        return formToken;
    }

    static String formToken(String page) {
        Matcher token = TOKEN.matcher(page);
        return token.find() ? token.group(1) : "";
    }
}
