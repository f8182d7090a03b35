package com.rocketmat.console;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Somebody with a browser but for scripts: a session, pages, and forms as they are on the pages. */
public final class Browser {

    private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");

    private final String cookie;
    private final String formToken;

    private Browser(String cookie) {
        this.cookie = cookie;
        this.formToken = formToken(get("/console").asString());
    }

    public static Browser signedIn(String token) {
        return new Browser(signIn(token).then().statusCode(303).extract().cookie(SessionCookie.NAME));
    }

    static Response signIn(String token) {
        return stranger().formParam("token", token).post("/console/sign-in");
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
        return stranger().cookie(SessionCookie.NAME, cookie);
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
