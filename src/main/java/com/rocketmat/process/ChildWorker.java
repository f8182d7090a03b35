package com.rocketmat.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The main loop of a {@link ChildProcess}, which runs nothing else of the service. It takes requests and sends steps and answers, until its
 * input ends or it has been idle for a while.
 */
public final class ChildWorker {

    /** Exit status of a process whose heap is full, the same as a JVM's. Such a process cannot answer any more. */
    public static final int OUT_OF_MEMORY = 3;

    private static final Duration IDLE_LIMIT = Duration.ofMinutes(1);

    private final Work work;

    ChildWorker(Work work) {
        this.work = work;
    }

    /** What the process does with a request. An exception ends the process. */
    public interface Work {

        /** {@code steps} is called with the name of each step before it starts; the time limit applies to each step. */
        List<byte[]> answer(List<byte[]> request, Consumer<String> steps) throws IOException;
    }

    public static void serve(Work work) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
            // a library's output must not be mistaken for an answer; nor may it be shown, since it may quote the file
            PrintStream discard = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            System.setOut(discard);
            System.setErr(discard);
            new ChildWorker(work).serve(in, out);
        }
    }

    void serve(DataInputStream in, DataOutputStream out) throws IOException {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().factory());
        try {
            Message.write(out, new Message.Ready());
            while (true) {
                ScheduledFuture<?> idleTimer = timer.schedule(
                        () -> Runtime.getRuntime().halt(0), IDLE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                int parts = in.readInt();
                idleTimer.cancel(false);
                Message.write(out, new Message.Taken());
                Message.write(out, new Message.Answer(answer(in, parts, out)));
            }
        } catch (EOFException e) {
            // the service has ended, or has no more requests
        } finally {
            // close() would wait until the idle limit is reached
            timer.shutdownNow();
        }
    }

    private List<byte[]> answer(DataInputStream in, int parts, DataOutputStream out) throws IOException {
        try {
            return work.answer(Message.readParts(in, parts, Integer.MAX_VALUE), step -> begin(out, step));
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(OUT_OF_MEMORY);
            throw e;
        }
    }

    private static void begin(DataOutputStream out, String step) {
        try {
            Message.write(out, new Message.Step(step));
        } catch (IOException e) {
            throw new UncheckedIOException("the parent process no longer reads", e);
        }
    }
}
