package com.rocketmat.feature.resume;

import com.rocketmat.feature.resume.Reading.Verdict;
import com.rocketmat.process.OwnProgram;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A process that reads one file after another ({@link ResumeWorker}) and is killed if one takes too long. */
final class ReaderProcess implements AutoCloseable {

    /** Time limit for the start, generous for a busy machine. */
    private static final Duration TO_START = Duration.ofSeconds(30);

    private final Process process;
    private final DataOutputStream to;
    private final DataInputStream from;

    private ReaderProcess(Process process) {
        this.process = process;
        this.to = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.from = new DataInputStream(process.getInputStream());
    }

    /** @throws IOException if it does not start */
    static ReaderProcess start(List<String> command) throws IOException {
        ReaderProcess started = new ReaderProcess(OwnProgram.process(command).start());
        AtomicBoolean late = new AtomicBoolean();
        CompletableFuture<Void> end = started.killIn(TO_START, late);
        try {
            if (started.from.readByte() == ResumeWorker.READY) {
                return started;
            }
            throw new IOException("not a resume reader");
        } catch (IOException e) {
            started.close();
            throw e;
        } finally {
            end.cancel(false);
        }
    }

    /** Empty if the process ended before it took the file, as idle processes do. */
    Optional<Reading> read(byte[] file, Duration time) {
        AtomicBoolean late = new AtomicBoolean();
        boolean taken = false;
        CompletableFuture<Void> end = killIn(time, late);
        try {
            to.writeInt(file.length);
            to.write(file);
            to.flush();
            taken = from.readByte() == ResumeWorker.TAKEN;
            Verdict verdict = Verdict.valueOf(from.readUTF());
            byte[] text = new byte[from.readInt()];
            from.readFully(text);
            return Optional.of(new Reading(verdict, new String(text, StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException | NegativeArraySizeException e) {
            close();
            if (late.get()) {
                return Optional.of(Reading.without(Verdict.TIMED_OUT));
            }
            return taken ? Optional.of(Reading.without(Verdict.CRASHED)) : Optional.empty();
        } finally {
            end.cancel(false);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private CompletableFuture<Void> killIn(Duration time, AtomicBoolean late) {
        return CompletableFuture.runAsync(
                () -> {
                    late.set(true);
                    process.destroyForcibly();
                },
                CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
    }
}
