package com.rocketmat.sandbox.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A child process that does not outlive this JVM. Its output goes straight to a file: Java closes a child's pipes when it
 * destroys the process, and the last lines matter most.
 */
public final class SandboxProcess implements AutoCloseable {

    private static final int LAST_LINES = 200;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final Process process;
    private final Path log;

    private SandboxProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    public static SandboxProcess start(ProcessBuilder builder, Path log) {
        try {
            Files.createDirectories(log.getParent());
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            RUNNING.add(process);
            process.getOutputStream().close();
            return new SandboxProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + builder.command(), e);
        }
    }

    public List<String> lastLines() {
        try {
            // a line may be cut in the middle of a character while it is written
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path log() {
        return log;
    }

    long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        exit(Duration.ofSeconds(10));
    }

    /** Java can only send signals that end a process. */
    void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, String.valueOf(pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " of process " + pid() + " ends with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while process " + pid() + " was sent a signal", e);
        }
    }

    /** SIGSTOP. Returns when no thread runs any more: on a busy machine they continue for some milliseconds after the signal. */
    void standStill() {
        signal("STOP");
        await().atMost(Duration.ofSeconds(10))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(this::noThreadRuns);
    }

    private boolean noThreadRuns() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc", String.valueOf(pid()), "task"))) {
            return threads.allMatch(SandboxProcess::isStopped);
        }
    }

    private static boolean isStopped(Path thread) {
        try (Stream<String> lines = Files.lines(thread.resolve("status"))) {
            return lines.anyMatch(line -> line.startsWith("State:\tT"));
        } catch (IOException | UncheckedIOException e) {
            // it ends
            return false;
        }
    }

    /** SIGTERM; a process that remains after the timeout is killed, and that is a failure. */
    int terminate(Duration patience) {
        process.destroy();
        return exit(patience);
    }

    public int exit(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after " + patience + ", killed; " + tail());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while process " + pid() + " ended", e);
        } finally {
            RUNNING.remove(process);
        }
        return process.exitValue();
    }

    public String tail() {
        return "last lines of " + log + ":\n" + String.join("\n", lastLines());
    }

    @Override
    public void close() {
        kill();
    }
}
