package com.rocketmat.feature.resume;

import com.rocketmat.feature.resume.Reading.Verdict;
import com.rocketmat.process.ChildProcess;
import com.rocketmat.process.Limits;
import com.rocketmat.process.Outcome;
import com.rocketmat.process.OwnProgram;
import com.rocketmat.process.Program;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reads files in child processes, a few at once. A file costs a few processes at worst. */
@Singleton
public final class ResumeReader {

    static final String READ = "rocketmat_resumes";

    /** A slice that waits for minutes looks stuck, and its replica would be restarted. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    /** With new processes: one that waited for a file may have ended meanwhile. */
    private static final int MAX_TRIES = 2;
    /** Exit statuses that are not the file's fault: of the idle limit, and when memory is short. */
    private static final Set<Integer> PASSING = Set.of(0, 128 + 9);

    private final Program worker;
    private final Limits limits;
    private final Semaphore permits;
    private final Duration longestWait;
    private final MeterRegistry metrics;
    private final Deque<ChildProcess> idle = new ConcurrentLinkedDeque<>();

    @Inject
    ResumeReader(ResumeConfig config, MeterRegistry metrics) {
        this(worker(config.memory().asLongValue()), config.time(), config.readers(), LONGEST_WAIT, metrics);
    }

    ResumeReader(Program worker, Duration time, int readers, Duration longestWait, MeterRegistry metrics) {
        this.worker = worker;
        this.limits = Limits.of(time);
        this.permits = new Semaphore(readers, true);
        this.longestWait = longestWait;
        this.metrics = metrics;
    }

    static Program worker(long memory) {
        return new OwnProgram(ResumeWorker.class, ResumeWorker.ARGUMENT, memory, List.of());
    }

    /**
     * The text of a PDF, DOCX, RTF or plain text file; empty if none can be extracted. Never throws because of a file.
     *
     * @throws UncheckedIOException if no process can be started or is free now, but perhaps later
     */
    public Optional<String> text(byte[] file) {
        Reading reading = readInTurn(file);
        count(reading.verdict());
        return reading.found();
    }

    private void count(Verdict verdict) {
        metrics.counter(READ, "outcome", verdict.label()).increment();
    }

    @PreDestroy
    void close() {
        for (ChildProcess process = idle.poll(); process != null; process = idle.poll()) {
            process.close();
        }
    }

    private Reading readInTurn(byte[] file) {
        awaitTurn();
        try {
            IOException failure = new EOFException("processes end before they read");
            ChildProcess waiting = idle.poll();
            for (int left = waiting == null ? MAX_TRIES : MAX_TRIES + 1; left > 0; left--) {
                try {
                    Optional<Reading> reading =
                            readWith(waiting == null ? ChildProcess.start(worker) : waiting, file, left > 1);
                    if (reading.isPresent()) {
                        return reading.get();
                    }
                } catch (IOException e) {
                    failure = e;
                }
                waiting = null;
            }
            throw noReader(failure);
        } finally {
            permits.release();
        }
    }

    private void awaitTurn() {
        try {
            if (!permits.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
                throw noReader(new IOException("all are busy (rocketmat.resumes.readers)"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while all processes that read resumes were busy", e);
        }
    }

    private UncheckedIOException noReader(IOException failure) {
        Log.warnf("No process reads resumes: %s", failure.toString());
        count(Verdict.NO_READER);
        return new UncheckedIOException(failure);
    }

    /** Empty if another process should read the file: this one was idle for too long, stopped, or killed as memory was short. */
    private Optional<Reading> readWith(ChildProcess process, byte[] file, boolean mayRepeat) throws IOException {
        Outcome outcome = process.ask(List.of(file), limits);
        Optional<Reading> reading = switch (outcome) {
            case Outcome.Answered(List<byte[]> parts) -> Optional.of(Reading.fromParts(parts));
            case Outcome.NotTaken _ -> Optional.empty();
            case Outcome.Crashed crash
            when mayRepeat && (crash.stopped() || PASSING.contains(crash.status())) -> Optional.empty();
            case Outcome.TimedOut _ -> Optional.of(Reading.without(Verdict.TIMED_OUT));
            case Outcome.Crashed _, Outcome.TooLarge _ -> Optional.of(Reading.without(Verdict.CRASHED));
        };
        boolean reusable = outcome instanceof Outcome.Answered
                && reading.filter(read -> read.verdict() == Verdict.CRASHED).isEmpty();
        if (reusable) {
            idle.push(process);
        } else {
            process.close();
        }
        return reading;
    }
}
