package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** HTTP/2 is off: it does not announce bodies, so {@link RequestLimits} would not see them. */
@QuarkusTest
class HttpVersionQuarkusTest {

    private static final int TIMEOUT_MILLIS = 10_000;
    /** How an HTTP/2 client starts, and an empty SETTINGS frame. */
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";

    @TestHTTPResource("/console/sign-in")
    URI signIn;

    @Test
    void aCallerThatOffersHttp2GetsHttp11() throws IOException, InterruptedException {
        try (HttpClient caller = HttpClient.newBuilder().version(Version.HTTP_2).build()) {
            HttpResponse<Void> answer =
                    caller.send(HttpRequest.newBuilder(signIn).build(), BodyHandlers.discarding());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(Version.HTTP_1_1);
        }
    }

    @Test
    void aCallerThatStartsWithHttp2GetsHttp1() throws IOException {
        try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            caller.setSoTimeout(TIMEOUT_MILLIS);
            caller.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
            caller.getOutputStream().flush();

            byte[] answer = caller.getInputStream().readNBytes("HTTP/".length());

            assertThat(new String(answer, StandardCharsets.US_ASCII))
                    .as("the beginning of a line, not of a frame")
                    .isEqualTo("HTTP/");
        }
    }
}
