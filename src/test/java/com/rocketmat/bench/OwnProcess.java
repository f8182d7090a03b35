package com.rocketmat.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a class of the tests in its own process, as the service has one too. */
public final class OwnProcess {

    private OwnProcess() {}

    /** Returns its output after it has ended. */
    public static String run(Class<?> main, Map<String, String> environment, List<String> arguments) {
        return run(main, environment, arguments, ProcessBuilder.Redirect.INHERIT);
    }

    /** The same, with its stderr going elsewhere. */
    public static String run(
            Class<?> main, Map<String, String> environment, List<String> arguments, ProcessBuilder.Redirect errors) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors);
            builder.environment().putAll(environment);
            Process process = builder.start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("%s ended with %d".formatted(main.getName(), process.exitValue()));
            }
            return printed.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
