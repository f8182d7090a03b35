package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.SandboxVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A temporary directory that successive replicas share, on a node or a laptop, does not fill up. */
@Tag("finding-D5")
@Tag("nightly")
class LeftBehindIT {

    private static final Path TARGET = Path.of("target").toAbsolutePath();

    /** Its temporary directory is shared with no other test. */
    @TempDir
    private Path build;

    @Test
    void aStoppedApplicationLeavesNoCacheDirectoryBehind() throws IOException {
        for (String part : List.of("quarkus-app", "onnxruntime")) {
            Files.createSymbolicLink(build.resolve(part), TARGET.resolve(part));
        }
        PointsCustomer customer = PointsCustomer.named("left-behind").with(2);
        try (SandboxStack stack =
                        SandboxStack.start(build, SandboxVault.start(TARGET), List.of(customer.organisation()));
                ApplicationProcess application = stack.startApplication(Map.of())) {
            Operator operator = stack.operator(application);
            customer.join(stack, operator, Map.of());
            await().atMost(Duration.ofSeconds(30)).until(customer::allRight);
            assertThat(temporary()).as("while it runs").anyMatch(name -> name.startsWith("vertx-cache"));

            application.terminate();
        }

        assertThat(temporary()).noneMatch(name -> name.startsWith("vertx-cache"));
    }

    private List<String> temporary() throws IOException {
        try (Stream<Path> entries = Files.list(ApplicationProcess.temporary(build))) {
            return entries.map(path -> path.getFileName().toString()).toList();
        }
    }
}
