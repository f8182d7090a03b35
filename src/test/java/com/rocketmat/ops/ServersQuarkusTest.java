package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.LogTap.Line;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Vert.x logs about servers and connections. */
@QuarkusTest
class ServersQuarkusTest {

    private static final String CATEGORY = "io.vertx.core.net.impl.ConnectionBase";

    @Inject
    Vertx vertx;

    @Test
    @Tag("finding-B8")
    void aConnectionResetByThePeerIsNotLoggedAsAnError() throws IOException {
        try (LogTap written = new LogTap(new LogRedaction());
                LogTap everything = new LogTap()) {
            reset();

            await().untilAsserted(() -> assertThat(lines(everything))
                    .extracting(Line::text)
                    .anySatisfy(text -> assertThat(text).contains("Connection reset")));
            assertThat(lines(written)).isEmpty();
        }
    }

    /** Answers our call with a reset, as Greenhouse's load balancer may. */
    private void reset() throws IOException {
        try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            vertx.createHttpClient()
                    .request(
                            HttpMethod.GET,
                            peer.getLocalPort(),
                            peer.getInetAddress().getHostAddress(),
                            "/")
                    .compose(HttpClientRequest::send);
            try (Socket call = peer.accept()) {
                assertThat(call.getInputStream().read()).isEqualTo('G');
                call.setSoLinger(true, 0);
            }
        }
    }

    private static List<Line> lines(LogTap log) {
        return log.lines().stream()
                .filter(line -> line.category().equals(CATEGORY))
                .toList();
    }
}
