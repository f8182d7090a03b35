package com.rocketmat.feature.resume;

import com.rocketmat.feature.resume.Reading.Verdict;
import com.rocketmat.process.OwnProgram;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads files, a few at once, each in a process that may be killed. */
@Singleton
public final class ResumeReader {

    static final String READ = "rocketmat_resumes";

    private static final long STANDARD_MEMORY = 192L << 20;

    private final List<String> command;
    private final Duration time;
    private final Semaphore turns;
    private final MeterRegistry metrics;
    /** Logged once, because it concerns every file. */
    private final AtomicBoolean told = new AtomicBoolean();

    private final Deque<ReaderProcess> idle = new ConcurrentLinkedDeque<>();

    @Inject
    ResumeReader(ResumeConfig config, MeterRegistry metrics) {
        this(command(config.memory().asLongValue()), config.time(), config.readers(), metrics);
    }

    ResumeReader(List<String> command, Duration time, int readers, MeterRegistry metrics) {
        this.command = List.copyOf(command);
        this.time = time;
        this.turns = new Semaphore(readers);
        this.metrics = metrics;
    }

    /** With default settings. */
    public static ResumeReader standard() {
        return new ResumeReader(command(STANDARD_MEMORY), Duration.ofSeconds(10), 2, Metrics.globalRegistry);
    }

    static List<String> command(long memory) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        return OwnProgram.command(ResumeWorker.class, ResumeWorker.ARGUMENT, memory, temporary);
    }

    /** The text of a PDF, DOCX, RTF or plain text file; empty if none can be extracted. Never throws because of a file. */
    public Optional<String> text(byte[] file) {
        Reading reading = inTurn(file);
        metrics.counter(READ, "outcome", reading.verdict().label()).increment();
        if (reading.verdict() == Verdict.NO_LIBRARY && !told.getAndSet(true)) {
            Log.warn("Cannot load a library that reads resumes; files of its format count as missing values");
        }
        return reading.found();
    }

    @PreDestroy
    void close() {
        for (ReaderProcess process = idle.poll(); process != null; process = idle.poll()) {
            process.close();
        }
    }

    private Reading inTurn(byte[] file) {
        turns.acquireUninterruptibly();
        try {
            ReaderProcess waiting = idle.poll();
            if (waiting != null) {
                Optional<Reading> reading = by(waiting, file);
                if (reading.isPresent()) {
                    return reading.get();
                }
            }
            return by(ReaderProcess.start(command), file).orElse(Reading.without(Verdict.NO_READER));
        } catch (IOException e) {
            Log.warnf(
                    "Cannot start a process that reads resumes: %s",
                    e.getClass().getSimpleName());
            return Reading.without(Verdict.NO_READER);
        } finally {
            turns.release();
        }
    }

    private Optional<Reading> by(ReaderProcess process, byte[] file) {
        Optional<Reading> reading = process.read(file, time);
        if (process.alive()) {
            idle.push(process);
        }
        return reading;
    }
}
