package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.LogTap.Line;
import com.rocketmat.sandbox.Surroundings;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What Vert.x says of our servers and their connections. The console handler looks at a record before the tap does, and lowers its level.
 */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class ServersQuarkusTest {

    private static final String CATEGORY = "io.vertx.core.net.impl.ConnectionBase";

    @Inject
    MeterRegistry metrics;

    @Test
    @Tag("finding-B8")
    void aPeerThatResetsItsConnectionIsNoError() throws IOException {
        try (LogTap log = new LogTap()) {
            reset();

            await().untilAsserted(() -> assertThat(lines(log)).isNotEmpty().allSatisfy(line -> {
                assertThat(line.text()).contains("Connection reset");
                assertThat(line.level().intValue()).isLessThan(Level.INFO.intValue());
            }));
        }
    }

    @Test
    @Tag("finding-B8")
    void anythingElseOnAConnectionStaysAnError() {
        try (LogTap log = new LogTap()) {
            Logger.getLogger(CATEGORY).severe("planted: the peer speaks another protocol");

            assertThat(lines(log))
                    .filteredOn(line -> line.text().contains("planted"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.level().intValue()).isEqualTo(Level.SEVERE.intValue()));
        }
    }

    /** Both take any free port here: a gauge of the one would be registered again for the other, which is a warning in the log. */
    @Test
    @Tag("finding-B8")
    void serversThatDoNotTellTheirPortDoNotShareAGauge() {
        assertThat(metrics.getMeters().stream().map(Meter::getId))
                .filteredOn(id -> id.getName().startsWith("http.server.active."))
                .allSatisfy(id -> assertThat(id.getTag("server.port")).isNotNull());
        assertThat(metrics.find("http.server.connections").meters())
                .as("their other metrics stay")
                .isNotEmpty();
    }

    /** Between two requests: a connection that never carried one is not Vert.x's yet, but Netty's. */
    private static void reset() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write("GET /console HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');
            socket.setSoLinger(true, 0);
        }
    }

    private static List<Line> lines(LogTap log) {
        return log.lines().stream()
                .filter(line -> line.category().equals(CATEGORY))
                .toList();
    }
}
