package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What keeps the service from starting; {@link VaultTroubleIT} covers a start without Vault. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("nightly")
class SurroundingsIT {

    @AutoClose
    private SandboxStack stack;

    @BeforeEach
    void start() {
        stack = SandboxStack.start(Path.of("target"), List.of());
    }

    @Test
    void withoutDatabaseTheServiceDoesNotStartAndSaysWhatToDo() {
        stack.database().stop();
        try (ApplicationProcess application = stack.launchApplication(Map.of())) {
            assertThat(application.exit(Duration.ofSeconds(60))).isNotZero();
            assertThat(application.lastLines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("PostgreSQL", stack.database().jdbcUrl(), "quarkus.datasource"));
        }
    }

    @Test
    void onAPortInUseTheServiceDoesNotStartAndSaysSo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ApplicationProcess application =
                        stack.launchApplication(Map.of("QUARKUS_HTTP_PORT", String.valueOf(taken.getLocalPort())))) {
            assertThat(application.exit(Duration.ofSeconds(60))).isNotZero();
            assertThat(application.lastLines())
                    .anySatisfy(line -> assertThat(line)
                            .contains(
                                    "The service cannot start", "BindException", String.valueOf(taken.getLocalPort())));
        }
    }
}
