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
 * The other end of a {@link ReaderProcess}: files in, verdicts and texts out, until there are no more. Nothing of the service runs in
 * this process.
 */
public final class ResumeWorker {

    /** What the service's binary is given to be this instead. */
    public static final String ARGUMENT = "read-resumes";

    static final byte READY = 82;
    static final byte TAKEN = 84;

    /** Without memory nothing more is to be told. */
    private static final int OUT_OF_MEMORY = 3;

    private static final Duration REST = Duration.ofMinutes(1);

    private ResumeWorker() {}

    public static void main(String... arguments) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
            // what a library prints is neither to be taken for an answer nor to be seen: it may quote the file
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
            // the service has ended, or needs no more
        } finally {
            // closing it would wait until the rest is over
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
