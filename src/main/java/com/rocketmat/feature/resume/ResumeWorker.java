package com.rocketmat.feature.resume;

import com.rocketmat.feature.resume.Reading.Verdict;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The process behind {@link ReaderProcess}: takes files and returns verdicts and texts until its input ends. No other part of the
 * service runs in this process.
 */
public final class ResumeWorker {

    /** Argument that makes the service's binary run this instead. */
    public static final String ARGUMENT = "read-resumes";

    static final byte READY = 82;
    static final byte TAKEN = 84;

    /** Out of memory: no answer can be sent any more. */
    private static final int OUT_OF_MEMORY = 3;

    private static final Duration REST = Duration.ofMinutes(1);

    private ResumeWorker() {}

    public static void main(String... arguments) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
            // output of a library must neither be mistaken for an answer nor be shown, because it may quote the file
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            System.setOut(nowhere);
            System.setErr(nowhere);
            serve(in, out);
        }
    }

    static void serve(DataInputStream in, DataOutputStream out) throws IOException {
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().factory());
        try {
            out.writeByte(READY);
            out.flush();
            while (true) {
                ScheduledFuture<?> rest =
                        watch.schedule(() -> Runtime.getRuntime().halt(0), REST.toMillis(), TimeUnit.MILLISECONDS);
                int length = in.readInt();
                rest.cancel(false);
                byte[] file = in.readNBytes(length);
                out.writeByte(TAKEN);
                out.flush();
                answer(out, reading(file));
            }
        } catch (EOFException e) {
            // the service has ended, or needs no more files
        } finally {
            // closing it would wait until the rest is consumed
            watch.shutdownNow();
        }
    }

    private static void answer(DataOutputStream out, Reading reading) throws IOException {
        byte[] text = reading.text().getBytes(StandardCharsets.UTF_8);
        out.writeUTF(reading.verdict().name());
        out.writeInt(text.length);
        out.write(text);
        out.flush();
    }

    private static Reading reading(byte[] file) {
        try {
            return ResumeText.of(file);
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(OUT_OF_MEMORY);
            throw e;
        } catch (LinkageError e) {
            return Reading.without(Verdict.NO_LIBRARY);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return Reading.without(Verdict.UNREADABLE);
        }
    }
}
