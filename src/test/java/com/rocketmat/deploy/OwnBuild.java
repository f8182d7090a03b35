package com.rocketmat.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs Quarkus's build again for the compiled classes, with other settings. */
final class OwnBuild {

    private static final int MINUTES = 8;

    private OwnBuild() {}

    static void run(String name, Map<String, String> properties, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of("./mvnw", "-B", "-ntp", "quarkus:build"));
        properties.forEach((property, value) -> command.add("-D" + property + "=" + value));
        Path log = Path.of("target", name + ".log");
        ProcessBuilder build =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        build.environment().put("JAVA_HOME", System.getProperty("java.home"));
        build.environment().putAll(environment);
        try {
            Process process = build.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("not finished after " + MINUTES + " minutes: " + log);
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException("ended with " + process.exitValue() + ": " + log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in the middle of a build", e);
        }
    }
}
