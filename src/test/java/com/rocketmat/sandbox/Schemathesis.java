package com.rocketmat.sandbox;

import com.rocketmat.sandbox.process.SandboxProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calls an API in ways that its description allows, and in some that it does not, and checks the answers against the description.
 * A Python program, installed below {@code target} if missing.
 */
public final class Schemathesis {

    private static final String PACKAGE = "schemathesis==4.32.5";
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path home;

    private Schemathesis(Path home) {
        this.home = home;
    }

    /**
     * The result.
     *
     * @param passed whether no answer contradicted the description
     * @param said its complete output
     */
    public record Outcome(boolean passed, String said) {}

    /** Empty if it cannot be installed: without Python 3 and its module venv, or without PyPI. */
    public static synchronized Optional<Schemathesis> install(Path buildDirectory) {
        Path home = buildDirectory.toAbsolutePath().resolve("schemathesis");
        Path program = home.resolve("bin/schemathesis");
        try {
            download(home, program);
        } catch (UncheckedIOException | IllegalStateException e) {
            // the caller reports it
        }
        return Optional.of(new Schemathesis(home)).filter(_ -> Files.isExecutable(program));
    }

    private static void download(Path home, Path program) {
        if (!Files.isExecutable(program)) {
            run(home, "venv", List.of("python3", "-m", "venv", home.toString()));
            run(
                    home,
                    "pip",
                    List.of(home.resolve("bin/pip").toString(), "install", "--quiet", "--retries", "1", PACKAGE));
        }
    }

    /**
     * Runs it to completion.
     *
     * @param settings its configuration file, as TOML
     */
    public Outcome run(String name, String settings, List<String> arguments) {
        try {
            Path configuration = Files.writeString(home.resolve(name + ".toml"), settings);
            List<String> command = new ArrayList<>(List.of(
                    home.resolve("bin/schemathesis").toString(), "--config-file", configuration.toString(), "run"));
            command.addAll(arguments);
            int status = run(home, name, command);
            return new Outcome(status == 0, Files.readString(home.resolve(name + ".log")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(Path home, String name, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        // it stores its findings in the working directory
        builder.directory(home.toFile());
        builder.environment().put("NO_COLOR", "1");
        builder.environment().put("PYTHONUTF8", "1");
        try (SandboxProcess process = SandboxProcess.start(builder, home.resolve(name + ".log"))) {
            return process.exit(PATIENCE);
        }
    }
}
