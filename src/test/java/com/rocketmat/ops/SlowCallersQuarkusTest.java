package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.stack.RawCall;
import com.rocketmat.sandbox.stack.Surroundings;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
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

    private static final String LINE =
            "POST /api/tenants/x/doctor HTTP/1.1\r\nHost: rocketmat\r\nAuthorization: Bearer %s\r\n"
                    .formatted(Surroundings.OPERATOR);

    private final List<RawCall> callers = new ArrayList<>();

    @AfterEach
    void close() {
        callers.forEach(RawCall::close);
    }

    @Test
    void unfinishedRequestsDoNotAffectOthersAndAreClosed() {
        for (int caller = 0; caller < MANY; caller++) {
            // in the first line, in the headers, in the body, and in a form
            begin(
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

        for (RawCall caller : callers) {
            assertThat(ends(caller)).isTrue();
        }
    }

    /** It is never idle, so only the time limit for a whole request ends it. */
    @Test
    void aBodyThatTricklesInIsClosed() {
        RawCall caller = begin(LINE + "Content-Length: 100000\r\n\r\n{");

        await().pollInterval(Duration.ofMillis(200)).until(() -> !caller.trySend(" "));
    }

    @Test
    void aRequestInTimeIsAnswered() {
        assertThat(begin(LINE + "Content-Length: 2\r\n\r\n{}").status()).isEqualTo(404);
    }

    private RawCall begin(String text) {
        RawCall caller = RawCall.open();
        callers.add(caller);
        return caller.send(text);
    }

    private static boolean waits(RawCall caller) {
        try {
            int timeout = caller.socket().getSoTimeout();
            caller.socket().setSoTimeout(1);
            boolean waits = !ends(caller);
            caller.socket().setSoTimeout(timeout);
            return waits;
        } catch (SocketException closed) {
            return false;
        }
    }

    /** False if the other side is still there after the socket's timeout. */
    private static boolean ends(RawCall caller) {
        try {
            // a refusal may come first
            caller.socket().getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException stays) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
