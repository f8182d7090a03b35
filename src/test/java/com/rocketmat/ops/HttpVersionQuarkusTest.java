package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.stack.RawCall;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** HTTP/2 is off: it does not announce bodies, so {@link RequestLimits} would not see them. */
@QuarkusTest
class HttpVersionQuarkusTest {

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
    void aCallerThatStartsWithHttp2GetsHttp1() {
        try (RawCall caller = RawCall.open()) {
            assertThat(caller.send(PREFACE).start("HTTP/".length()))
                    .as("the beginning of a line, not of a frame")
                    .isEqualTo("HTTP/");
        }
    }
}
