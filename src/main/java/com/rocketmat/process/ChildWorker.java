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
 * The other end of a {@link ChildProcess}: requests in, steps and answers out, until there are no more requests, or none came for a
 * while. Nothing of the service runs in this process.
 */
public final class ChildWorker {

    /** Without memory nothing more is to be told. */
    private static final int OUT_OF_MEMORY = 3;

    private static final Duration REST = Duration.ofMinutes(1);

    private final Work work;

    private ChildWorker(Work work) {
        this.work = work;
    }

    /** The work of such a process. An exception ends the process. */
    public interface Work {

        /**
         * Does it once.
         *
         * @param steps is told the name of each step before it begins; each has the whole limit of time
         */
        List<byte[]> answer(List<byte[]> request, Consumer<String> steps) throws IOException;
    }

    /** Works for as long as the service asks. */
    public static void serve(Work work) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
            // what a library prints is neither to be taken for an answer nor to be seen: it may quote the file
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            System.setOut(nowhere);
            System.setErr(nowhere);
            new ChildWorker(work).serve(in, out);
        }
    }

    static void serve(Work work, DataInputStream in, DataOutputStream out) throws IOException {
        new ChildWorker(work).serve(in, out);
    }

    private void serve(DataInputStream in, DataOutputStream out) throws IOException {
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
            // the service has ended, or needs no more
        } finally {
            // closing it would wait until the rest is over
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
            throw new UncheckedIOException("the service does not listen any more", e);
        }
    }
}
