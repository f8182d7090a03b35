package com.rocketmat.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("It changes system properties")
class ApplicationProcessTest {

    private static final String BINARY = "native.image.path";
    private static final int KILLED = 128 + 9;
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path build;

    @BeforeEach
    void packageThePretendedApplication() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, PretendedApplication.class.getName());
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        Path.of("target/test-classes").toUri().toString());
        Path jar = Files.createDirectories(build.resolve("quarkus-app")).resolve("quarkus-run.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }

    @Test
    void isReadyWhenItReturnsAndEndsOnSigterm() throws IOException {
        try (ApplicationProcess application = ApplicationProcess.start(build, Map.of("PRETENDED_NAME", "itself"))) {
            assertThat(application.isReady()).isTrue();
            assertThat(application.startup()).isBetween(Duration.ofMillis(1), Duration.ofMinutes(1));
            assertThat(application.residentKilobytes()).isGreaterThan(1_000);
            assertThat(application.url().getPort())
                    .isNotEqualTo(application.managementUrl().getPort());

            assertThat(application.terminate()).isEqualTo(TERMINATED);

            assertThat(application.isReady()).isFalse();
            assertThat(application.log()).content().contains("started with itself null");
            assertThat(application.lastLines()).containsExactly("started with itself null", "last words");
        }
    }

    @Test
    void runsTheNativeBinaryWhenThereIsOne() throws IOException {
        Path binary = build.resolve("application-runner");
        Files.writeString(
                binary,
                "#!/bin/sh\necho \"binary $*\"\nexec '%s' -jar '%s'\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                build.resolve("quarkus-app/quarkus-run.jar")));
        assertThat(binary.toFile().setExecutable(true)).isTrue();
        System.setProperty(BINARY, binary.toString());
        try (ApplicationProcess application = ApplicationProcess.start(build, Map.of())) {
            assertThat(application.log())
                    .content()
                    .contains("binary -Xmx512m -Donnxruntime.native.path=" + build.resolve("onnxruntime"))
                    .doesNotContain("-jar");
        } finally {
            System.clearProperty(BINARY);
        }
    }

    @Test
    void standsStillUntilItIsWokenUp() throws IOException {
        try (ApplicationProcess application = ApplicationProcess.start(build, Map.of())) {
            application.standStill();
            assertThat(application.isStandingStill()).isTrue();

            application.wakeUp();
            assertThat(application.isReady()).isTrue();
            assertThat(application.isStandingStill()).isFalse();
        }
    }

    @Test
    void isGoneAtOnceWhenKilled() {
        try (ApplicationProcess application = ApplicationProcess.start(build, Map.of())) {
            application.kill();

            assertThat(application.isAlive()).isFalse();
            assertThat(application.terminate()).isEqualTo(KILLED);
        }
    }

    @Test
    void aFailedStartShowsWhatWasPrinted() {
        Map<String, String> environment = Map.of("PRETENDED_FAILURE", "no database");

        assertThatThrownBy(() -> ApplicationProcess.start(build, environment))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the application ended")
                .hasMessageContaining("no database");
    }

    @Test
    void takesOtherPortsWhenSomebodyWasQuicker() {
        Path marker = build.resolve("taken");
        Map<String, String> environment = Map.of("PRETENDED_PORT_TAKEN_UNTIL", marker.toString());

        try (ApplicationProcess application = ApplicationProcess.start(build, environment)) {
            assertThat(marker).exists();
            assertThat(application.isReady()).isTrue();
        }
    }
}
