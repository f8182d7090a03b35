package com.rocketmat.training.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.rocketmat.process.ChildProcess;
import com.rocketmat.process.Limits;
import com.rocketmat.process.Outcome;
import com.rocketmat.process.OwnProgram;
import com.rocketmat.process.Program;
import com.rocketmat.training.fit.FitProgress.Phase;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A training in a process of its own, on a JVM: the libraries that it loads are native code, and its memory and time are limited.
 * The process gets the rows through a pipe and writes none of them to disk; what its libraries unpack is deleted when it ends,
 * also when it is killed.
 */
public final class FitProcess implements AutoCloseable {

    /** An argument that the worker does not need; in a list of processes it says what this one does. */
    private static final String ARGUMENT = "train";

    private static final String FEWER_FEATURES = "leave features out (POST …/trainings?without=…)";

    private static final long MIB = 1 << 20;

    private final Limits limits;
    private final ChildProcess process;

    /**
     * @param memory limit of the process, in bytes
     * @param step limit for each step, of which a training has some dozens
     * @throws IOException if the process does not start
     */
    public FitProcess(long memory, Duration step) throws IOException {
        this(memory, step, program(memory));
    }

    FitProcess(long memory, Duration step, Program program) throws IOException {
        this.limits = new Limits(step, memory);
        this.process = ChildProcess.start(program);
    }

    static Program program(long memory) {
        // libraries need about as much outside the heap
        return new OwnProgram(FitWorker.class, ARGUMENT, memory / 2, List.of());
    }

    /**
     * Waits until the training ends, or another thread closes this. Only once.
     *
     * @throws IOException if the process does not start
     */
    public FitOutcome fit(TrainingRows rows, FitSettings settings, FitProgress progress) throws IOException {
        try {
            return of(process.ask(FitMessages.request(rows, settings), limits, step -> report(step, progress)));
        } catch (JsonProcessingException _) {
            return new FitOutcome.Failed("The answer of the process that trains cannot be read");
        }
    }

    private static void report(String step, FitProgress progress) {
        String[] words = step.split(" ", 2);
        progress.at(Phase.valueOf(words[0]), Double.parseDouble(words[1]));
    }

    private FitOutcome of(Outcome outcome) throws IOException {
        return switch (outcome) {
            case Outcome.Answered(List<byte[]> parts) -> FitMessages.outcome(parts);
            case Outcome.TooLarge(String step) ->
                new FitOutcome.Failed(
                        "The training needs more than %d MiB of memory (at %s): raise rocketmat.training.memory, or %s"
                                .formatted(limits.memory() / MIB, step, FEWER_FEATURES));
            case Outcome.TimedOut(String step) ->
                new FitOutcome.Failed(
                        "A step of the training took longer than %d s (at %s): raise rocketmat.training.step-time, or %s"
                                .formatted(limits.time().toSeconds(), step, FEWER_FEATURES));
            case Outcome.Crashed(String step, int status) ->
                new FitOutcome.Failed(
                        "The process that trains ended with status %d (at %s); it may be out of memory, of which it may use %d MiB (rocketmat.training.memory)"
                                .formatted(status, step, limits.memory() / MIB));
            case Outcome.NotTaken _ -> new FitOutcome.Failed("The process that trains ended before it took the rows");
        };
    }

    /** Ends a training; the process and its files are gone when this returns. */
    @Override
    public void close() {
        process.close();
    }
}
