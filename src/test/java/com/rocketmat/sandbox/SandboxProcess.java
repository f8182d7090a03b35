package com.rocketmat.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A child process that does not outlive this JVM; what it prints goes to a file, the last lines are kept at hand. */
final class SandboxProcess implements AutoCloseable {

    private static final int LAST_LINES = 200;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path log;
    private final Thread reader;
    private final Deque<String> last = new ArrayDeque<>();

    private SandboxProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        reader = Thread.ofPlatform().daemon().name("output of " + process.pid()).unstarted(this::copy);
    }

    static SandboxProcess start(ProcessBuilder builder, Path log) {
        try {
            Files.createDirectories(log.getParent());
            SandboxProcess started =
                    new SandboxProcess(builder.redirectErrorStream(true).start(), log);
            RUNNING.add(started.process);
            started.process.getOutputStream().close();
            started.reader.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + builder.command(), e);
        }
    }

    private void copy() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                PrintStream file = new PrintStream(Files.newOutputStream(log), true, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                file.println(line);
                remember(line);
            }
        } catch (IOException e) {
            remember("(output lost: " + e + ")");
        }
    }

    private void remember(String line) {
        synchronized (last) {
            if (last.size() == LAST_LINES) {
                last.removeFirst();
            }
            last.addLast(line);
        }
    }

    List<String> lastLines() {
        if (!isAlive()) {
            awaitReader();
        }
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    Path log() {
        return log;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        exit(Duration.ofSeconds(10));
    }

    /** SIGTERM; what is still there after the patience is killed, and that is a failure. */
    int terminate(Duration patience) {
        process.destroy();
        return exit(patience);
    }

    int exit(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after " + patience + ", killed: " + tail());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while process " + pid() + " ended", e);
        } finally {
            RUNNING.remove(process);
        }
        awaitReader();
        return process.exitValue();
    }

    String tail() {
        return "last lines of " + log + ":\n" + String.join("\n", lastLines());
    }

    private void awaitReader() {
        try {
            reader.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
