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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A process for dangerous work, as the service sees it ({@link ChildWorker} is the other end). It reports when it is ready, then takes
 * one request after another, reports each step of its work before it starts, and answers. It is killed at its limits. It gets its own
 * directory, which is deleted when it ends for any reason, and none of the service's secrets. That guards against what it gives away
 * by mistake, not against native code that a file takes over: that runs as the same user, who can read the service's environment.
 *
 * <p>Used by one thread at a time.
 */
public final class ChildProcess implements AutoCloseable {

    static final String DIRECTORY = "rocketmat-child";

    /** Allocator and locale only. Such a process reads untrusted input, so it gets none of our passwords. */
    private static final Set<String> KEPT = Set.of(
            "LD_PRELOAD", "LD_LIBRARY_PATH", "MALLOC_CONF", "MALLOC_TRIM_THRESHOLD_", "LOCPATH", "LANG", "LC_ALL");

    /** It takes a tenth of that on an idle machine. */
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);

    private static final Duration DIES_WITHIN = Duration.ofSeconds(2);
    /**
     * Interval of the checks of memory, of which a machine can fill some ten megabytes in between. Time is counted in them too, not by the
     * clock: while the machine is suspended, neither the service nor the child runs.
     */
    private static final Duration CHECK = Duration.ofMillis(10);

    /** Each step begins the time anew. A training reports up to some 150. */
    private static final int MOST_STEPS = 2_000;

    private final Process process;
    private final CompletableFuture<Void> cleared;
    private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    /** Whether an answer is due: a process that is compromised by its input may send more of them. */
    private final AtomicBoolean asked = new AtomicBoolean();

    private boolean ready;

    private ChildProcess(Process process, Path temporary) {
        this.process = process;
        this.cleared = process.onExit().thenRunAsync(() -> delete(temporary));
        Thread.ofVirtual().name("child-process").start(this::listen);
    }

    /** Returns before it is ready. */
    public static ChildProcess start(Program program) throws IOException {
        Path temporary = Files.createTempDirectory(DIRECTORY);
        ProcessBuilder process = new ProcessBuilder(program.command(temporary))
                .directory(temporary.toFile())
                // it may quote its input there
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        process.environment().keySet().retainAll(KEPT);
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
     * Sends a request and waits for its outcome, which another thread may bring about by closing the process.
     *
     * @param steps told of each step when it begins
     * @throws IOException if the process does not start
     */
    public Outcome ask(List<byte[]> request, Limits limits, Consumer<String> steps) throws IOException {
        try {
            awaitReady();
            asked.set(true);
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
        Message first = messages.poll(STARTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
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
        long checks = limits.time().dividedBy(CHECK);
        long left = checks;
        while (true) {
            switch (messages.poll(CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
                case Message.Answer(List<byte[]> parts) -> {
                    return new Outcome.Answered(parts);
                }
                // a second start: compromised by its input, it writes anything
                case Message.End _, Message.Ready _ -> {
                    int status = status();
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

    /** It may hang in native code, which only a kill can end. */
    @Override
    public void close() {
        process.destroyForcibly();
        cleared.copy()
                .completeOnTimeout(null, DIES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Nothing more is read from it; if its messages have ended, the process has ended or is about to. */
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
            // it has ended, which the end of its messages shows
        }
    }

    private void listen() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            int steps = 0;
            while (true) {
                Message message = Message.read(in);
                boolean answer = message instanceof Message.Answer;
                steps = answer ? 0 : steps + 1;
                if (steps > MOST_STEPS || (answer && !asked.getAndSet(false))) {
                    throw new IOException("a child process reports without end");
                }
                messages.add(message);
            }
        } catch (IOException e) {
            // it has ended, or sent something that is not a message, after which nothing can be read
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
