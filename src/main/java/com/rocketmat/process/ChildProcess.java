package com.rocketmat.process;

import io.quarkus.logging.Log;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The service's end of a process for dangerous work; the other end is {@link ChildWorker}. The process reports when it is ready, then takes
 * one request after another, reports each step before it starts, and answers. It is killed at its limits. Its directory is deleted when it
 * ends, for any reason, while the service runs. It gets none of the service's secrets, so it cannot leak them by mistake; native code that
 * a file takes over can still read them, because it runs as the service's user.
 *
 * <p>Not thread-safe.
 */
public final class ChildProcess implements AutoCloseable {

    static final String DIRECTORY = "rocketmat-child";

    /** Allocator and locale only: the process reads untrusted input, so it must not get any password. */
    private static final Set<String> INHERITED = Set.of(
            "LD_PRELOAD", "LD_LIBRARY_PATH", "MALLOC_CONF", "MALLOC_TRIM_THRESHOLD_", "LOCPATH", "LANG", "LC_ALL");

    /** Ten times what a start takes on an idle machine. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(2);
    /**
     * Between two checks of the limits, in which a process can fill some ten megabytes. The time of work is counted in checks, not by the
     * clock: while the machine is suspended, neither the service nor the process runs.
     */
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(10);

    /** Of a request, beside its steps: that it was taken, and the answer. */
    private static final int OTHER_MESSAGES = 2;

    private final Process process;
    private final CompletableFuture<Void> cleanup;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    /** That the process may still send. One that is compromised by its input may send more: each step has the whole time again. */
    private final AtomicInteger due = new AtomicInteger();

    private boolean ready;

    private ChildProcess(Process process, Path temporary) {
        this.process = process;
        this.cleanup = process.onExit().thenRunAsync(() -> delete(temporary));
        Thread.ofVirtual().name("child-process").start(this::listen);
    }

    /** Returns before the process is ready. */
    public static ChildProcess start(Program program) throws IOException {
        Path temporary = Files.createTempDirectory(DIRECTORY);
        ProcessBuilder process = new ProcessBuilder(program.command(temporary))
                .directory(temporary.toFile())
                // errors may quote the input
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        process.environment().keySet().retainAll(INHERITED);
        try {
            return new ChildProcess(process.start(), temporary);
        } catch (IOException e) {
            delete(temporary);
            throw e;
        }
    }

    /** Throws {@link IOException} if the process does not start. */
    public Outcome ask(List<byte[]> request, Limits limits) throws IOException {
        return ask(request, limits, _ -> {});
    }

    /**
     * Sends a request and waits for its outcome. Another thread may end the wait by closing the process.
     *
     * @param steps gets the name of each step when it starts
     * @throws IOException if the process does not start
     */
    public Outcome ask(List<byte[]> request, Limits limits, Consumer<String> steps) throws IOException {
        try {
            awaitReady();
            due.set(limits.steps() + OTHER_MESSAGES);
            // a process that does not read must not block this thread
            Thread.ofVirtual().name("child-process-request").start(() -> send(request));
            return outcome(limits, steps);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a child process worked", e);
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        if (ready) {
            return;
        }
        Message first = messages.poll(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        ready = first instanceof Message.Ready;
        if (!ready) {
            close();
            if (first == null) {
                throw new InterruptedIOException("a child process does not start in time");
            }
            throw new IOException("a child process does not start");
        }
    }

    private Outcome outcome(Limits limits, Consumer<String> steps) throws InterruptedException {
        boolean taken = false;
        String step = "";
        long checks = limits.time().dividedBy(CHECK_INTERVAL);
        long left = checks;
        while (true) {
            switch (messages.poll(CHECK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                case Message.Answer(List<byte[]> parts) -> {
                    return new Outcome.Answered(parts);
                }
                // a second Ready: compromised by its input, the process may write anything
                case Message.End _, Message.Ready _ -> {
                    int status = exitStatus();
                    return taken ? new Outcome.Crashed(step, status) : new Outcome.NotTaken();
                }
                case Message.Step(String name) -> {
                    step = name;
                    steps.accept(name);
                    left = checks;
                }
                case Message.Taken _ -> taken = true;
                case null -> {
                    if (residentBytes(limits) > limits.memory()) {
                        close();
                        return new Outcome.TooLarge(step);
                    }
                    if (--left < 0) {
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

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the process, which may hang in native code. */
    @Override
    public void close() {
        process.destroyForcibly();
        cleanup.copy()
                .completeOnTimeout(null, KILL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** The exit status. Called at the end of the messages, when the process has ended or is about to. */
    private int exitStatus() throws InterruptedException {
        if (!process.waitFor(KILL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    private void send(List<byte[]> request) {
        try {
            Message.writeParts(new DataOutputStream(new BufferedOutputStream(process.getOutputStream())), request);
        } catch (IOException e) {
            // the process has ended, and so do its messages
        }
    }

    private void listen() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            messages.add(Message.read(in));
            while (true) {
                Message message = Message.read(in);
                if (due.getAndDecrement() <= 0) {
                    throw new IOException("a child process sends too many messages");
                }
                if (message instanceof Message.Answer) {
                    due.set(0);
                }
                messages.add(message);
            }
        } catch (IOException e) {
            // the process has ended, or sent something that is not a message
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
