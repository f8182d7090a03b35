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
 * The process behind a {@link ChildProcess}: takes requests and returns steps and answers, until its input ends or it was idle for a
 * while. No other part of the service runs in this process.
 */
public final class ChildWorker {

    /** The status of a process whose heap is full, which a JVM ends with too: no answer can be sent any more. */
    public static final int OUT_OF_MEMORY = 3;

    private static final Duration REST = Duration.ofMinutes(1);

    private final Work work;

    ChildWorker(Work work) {
        this.work = work;
    }

    /** The work of such a process. An exception ends the process. */
    public interface Work {

        /** {@code steps} is called with the name of each step before it starts; the time limit applies to each step. */
        List<byte[]> answer(List<byte[]> request, Consumer<String> steps) throws IOException;
    }

    public static void serve(Work work) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
            // output of a library must neither be mistaken for an answer nor be shown, because it may quote the file
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            System.setOut(nowhere);
            System.setErr(nowhere);
            new ChildWorker(work).serve(in, out);
        }
    }

    void serve(DataInputStream in, DataOutputStream out) throws IOException {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().factory());
        try {
            Message.write(out, new Message.Ready());
            while (true) {
                ScheduledFuture<?> rest =
                        watch.schedule(() -> Runtime.getRuntime().halt(0), REST.toMillis(), TimeUnit.MILLISECONDS);
                int parts = in.readInt();
                rest.cancel(false);
                List<byte[]> request = Message.readParts(in, parts, Integer.MAX_VALUE);
                Message.write(out, new Message.Taken());
                Message.write(out, new Message.Answer(answer(request, out)));
            }
        } catch (EOFException e) {
            // the service has ended, or has no more requests
        } finally {
            // closing it would wait until the idle time is over
            watch.shutdownNow();
        }
    }

    private List<byte[]> answer(List<byte[]> request, DataOutputStream out) throws IOException {
        try {
            return work.answer(request, step -> begin(out, step));
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
