package com.rocketmat.console;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody with a browser but for scripts: a session, pages, and forms as they are on the pages. */
public final class Browser {

    private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");

    private final Supplier<RequestSpecification> plain;
    private final String cookie;
    private final String formToken;

    private Browser(Supplier<RequestSpecification> plain, String token) {
        this.plain = plain;
        this.cookie =
                signIn(plain.get(), token).then().statusCode(303).extract().cookie(SessionCookie.NAME);
        this.formToken = formToken(get("/console").asString());
    }

    static Browser signedIn(String token) {
        return new Browser(Browser::stranger, token);
    }

    /** Where it is not known yet which application a test is about. */
    public static Browser signedIn(URI service, String token) {
        return new Browser(() -> stranger().baseUri(service.toString()), token);
    }

    static Response signIn(String token) {
        return signIn(stranger(), token);
    }

    private static Response signIn(RequestSpecification request, String token) {
        return request.formParam("token", token).post("/console/sign-in");
    }

    static RequestSpecification stranger() {
        return given().redirects().follow(false).accept("text/html");
    }

    Response get(String path) {
        return request().get(path);
    }

    public String page(String path) {
        return get(path).then().statusCode(200).extract().asString();
    }

    /** As a form of a page does. */
    Response send(String path) {
        return send(request().header("Sec-Fetch-Site", "same-origin"), formToken, path);
    }

    /** With whatever form token; where files are taken, as a form of files. */
    static Response send(RequestSpecification request, String formToken, String path) {
        return path.endsWith("/models")
                ? request.multiPart("form_token", formToken).post(path)
                : request.formParam("form_token", formToken).post(path);
    }

    /** With the session alone. */
    RequestSpecification request() {
        return plain.get().cookie(SessionCookie.NAME, cookie);
    }

    String cookie() {
        return cookie;
    }

    String formToken() {
        return formToken;
    }

    static String formToken(String page) {
        Matcher token = TOKEN.matcher(page);
        return token.find() ? token.group(1) : "";
    }
}
