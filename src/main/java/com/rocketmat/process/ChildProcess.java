package com.rocketmat.process;

import io.quarkus.logging.Log;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that does dangerous work, seen from the service ({@link ChildWorker} is the other end). It says when it is ready, then takes
 * one request after the other, names the steps of its work as it begins them, and answers. One that reaches a limit is killed. It has
 * a directory of its own, which is deleted however it ends, and none of the service's secrets.
 *
 * <p>Used by one thread at a time.
 */
public final class ChildProcess implements AutoCloseable {

    static final String DIRECTORY = "rocketmat-child";

    /** Allocator and locale. What such a process reads is not to be trusted, so that it gets no password of ours. */
    private static final Set<String> KEPT = Set.of(
            "LD_PRELOAD", "LD_LIBRARY_PATH", "MALLOC_CONF", "MALLOC_TRIM_THRESHOLD_", "LOCPATH", "LANG", "LC_ALL");

    /** A tenth of that on a machine with nothing else to do. */
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);

    private static final Duration DIES_WITHIN = Duration.ofSeconds(2);
    /** Between two looks at the memory: what a machine fills meanwhile is some ten megabytes. */
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Process process;
    private final CompletableFuture<Void> cleared;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    private boolean ready;

    private ChildProcess(Process process, Path temporary) {
        this.process = process;
        this.cleared = process.onExit().thenRunAsync(() -> delete(temporary));
        Thread.ofVirtual().name("child-process").start(this::listen);
    }

    /** Returns before it is ready, so that it can be started beforehand. */
    public static ChildProcess start(Program program) throws IOException {
        Path temporary = Files.createTempDirectory(DIRECTORY);
        ProcessBuilder process = new ProcessBuilder(program.command(temporary))
                .directory(temporary.toFile())
                // where it may quote what it reads
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        process.environment().keySet().retainAll(KEPT);
        try {
            return new ChildProcess(process.start(), temporary);
        } catch (IOException e) {
            delete(temporary);
            throw e;
        }
    }

    /**
     * Waits for the outcome of a request.
     *
     * @throws IOException when the process does not start
     */
    public Outcome ask(List<byte[]> request, Limits limits) throws IOException {
        try {
            awaitReady();
            // a process that does not read must not hold up this thread
            Thread.ofVirtual().name("child-process-request").start(() -> send(request));
            return outcome(limits);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a child process worked", e);
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        if (!ready) {
            ready = messages.poll(STARTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS) instanceof Message.Ready;
        }
        if (!ready) {
            close();
            throw new IOException("a child process does not start");
        }
    }

    private Outcome outcome(Limits limits) throws InterruptedException {
        boolean taken = false;
        String step = "";
        long began = System.nanoTime();
        while (true) {
            switch (messages.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                case Message.Answer(List<byte[]> parts) -> {
                    return new Outcome.Answered(parts);
                }
                case Message.End _ -> {
                    int status = status();
                    return taken ? new Outcome.Crashed(step, status) : new Outcome.NotTaken();
                }
                case Message.Step(String name) -> {
                    step = name;
                    began = System.nanoTime();
                }
                case Message.Taken _ -> taken = true;
                case Message.Ready _ -> throw new IllegalStateException("a child process starts twice");
                case null -> {
                    if (residentBytes(limits) > limits.memory()) {
                        close();
                        return new Outcome.TooLarge(step);
                    }
                    if (System.nanoTime() - began > limits.time().toNanos()) {
                        close();
                        return new Outcome.TimedOut(step);
                    }
                }
            }
        }
    }

    private long residentBytes(Limits limits) {
        return limits.memory() == Long.MAX_VALUE ? 0 : ProcessMemory.RESIDENT.of(Long.toString(process.pid()));
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** It may hang in native code, where nothing less than a kill is heard. */
    @Override
    public void close() {
        process.destroyForcibly();
        cleared.copy()
                .completeOnTimeout(null, DIES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Of one that says no more: it is about to end, if it has not yet. */
    private int status() throws InterruptedException {
        if (!process.waitFor(DIES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    private void send(List<byte[]> request) {
        try {
            Message.writeParts(new DataOutputStream(new BufferedOutputStream(process.getOutputStream())), request);
        } catch (IOException e) {
            // it has ended, which its messages tell
        }
    }

    private void listen() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            while (true) {
                messages.add(Message.read(in));
            }
        } catch (IOException e) {
            // it has ended, or says what is no message, after which no more is understood
            messages.add(new Message.End());
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> left = Files.walk(directory)) {
            for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            Log.warnf("Cannot delete %s of a child process that has ended: %s", directory, e);
        }
    }
}
