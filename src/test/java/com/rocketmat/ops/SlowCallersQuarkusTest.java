package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.stack.Surroundings;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Callers that start a request and do not finish it do not affect others, and are disconnected. */
@QuarkusTest
@TestProfile(Guarded.class)
@Tag("nightly")
class SlowCallersQuarkusTest {

    private static final int MANY = 400;
    private static final int TIMEOUT_MILLIS = 30_000;

    private static final String LINE =
            "POST /api/tenants/x/doctor HTTP/1.1\r\nHost: rocketmat\r\nAuthorization: Bearer %s\r\n"
                    .formatted(Surroundings.OPERATOR);

    private final List<Socket> callers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket caller : callers) {
            caller.close();
        }
    }

    @Test
    void unfinishedRequestsDoNotAffectOthersAndAreClosed() throws IOException {
        for (int caller = 0; caller < MANY; caller++) {
            // in the first line, in the headers, in the body, and in a form
            send(
                    caller(),
                    switch (caller % 4) {
                        case 0 -> "POST /api/ten";
                        case 1 -> LINE + "X-Slow: ye";
                        case 2 -> LINE + "Content-Length: 1000\r\n\r\n{";
                        default ->
                            LINE.replace("/doctor", "/models")
                                    + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x\r\n";
                    });
        }

        assertThat(callers).as("those who wait").anyMatch(SlowCallersQuarkusTest::waits);
        Surroundings.viewer().get("/api/tenants").then().statusCode(200);

        for (Socket caller : callers) {
            assertThat(ends(caller)).isTrue();
        }
    }

    /** It is never idle, so only the time limit for a whole request ends it. */
    @Test
    void aBodyThatTricklesInIsClosed() throws IOException {
        Socket caller = caller();
        send(caller, LINE + "Content-Length: 100000\r\n\r\n{");

        await().pollInterval(Duration.ofMillis(200)).until(() -> !goesOn(caller));
    }

    @Test
    void aRequestInTimeIsAnswered() throws IOException {
        Socket caller = caller();
        send(caller, LINE + "Content-Length: 2\r\n\r\n{}");

        assertThat(new String(caller.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 404");
    }

    private Socket caller() throws IOException {
        Socket caller = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        caller.setSoTimeout(TIMEOUT_MILLIS);
        callers.add(caller);
        return caller;
    }

    private static void send(Socket caller, String part) throws IOException {
        caller.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
        caller.getOutputStream().flush();
    }

    private static boolean goesOn(Socket caller) {
        try {
            send(caller, " ");
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private static boolean waits(Socket caller) {
        try {
            caller.setSoTimeout(1);
            boolean waits = !ends(caller);
            caller.setSoTimeout(TIMEOUT_MILLIS);
            return waits;
        } catch (SocketException closed) {
            return false;
        }
    }

    /** False if the other side is still there after the socket's timeout. */
    private static boolean ends(Socket caller) {
        try {
            // a refusal may come first
            caller.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException stays) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
