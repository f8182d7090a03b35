package com.rocketmat.training.fit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.rocketmat.process.ChildProcess;
import com.rocketmat.process.Limits;
import com.rocketmat.process.Outcome;
import com.rocketmat.process.OwnProgram;
import com.rocketmat.process.Program;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Fits a model in a process of its own, on a JVM: it loads native libraries, and its memory and time are limited. The process gets the
 * rows through a pipe and writes none of them to disk. What its libraries unpack is deleted when it ends or is killed, while
 * the service runs.
 */
public final class FitProcess implements AutoCloseable {

    /** Ignored by the worker; identifies the process in a list. */
    private static final String ARGUMENT = "train";

    private static final String FEWER_FEATURES = "leave features out (POST …/trainings?without=…)";

    private static final long MIB = 1 << 20;

    private final Limits limits;
    private final ChildProcess process;

    /**
     * @param memory limit of the process, in bytes
     * @param step time limit for each of some dozens of steps
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
        // half for the heap, half for native libraries
        return new OwnProgram(FitWorker.class, ARGUMENT, memory / 2, List.of());
    }

    /**
     * Blocks until the fit ends or another thread closes this. Call only once.
     *
     * @param steps takes each step before it is done
     * @throws Stopped if the process got a stop signal
     * @throws IOException if the process does not start
     */
    public FitOutcome fit(TrainingRows rows, FitSettings settings, Consumer<FitStep> steps) throws IOException {
        try {
            return of(process.ask(
                    FitMessages.request(rows, settings), limits, step -> steps.accept(FitStep.parse(step))));
        } catch (JsonProcessingException _) {
            return new FitOutcome.Failed("Cannot read the answer of the process that trains");
        }
    }

    private FitOutcome of(Outcome outcome) throws IOException {
        return switch (outcome) {
            case Outcome.Answered(List<byte[]> parts) -> FitMessages.outcome(parts);
            case Outcome.TooLarge(String step) ->
                new FitOutcome.Failed(
                        "The training needs more than %d MiB of memory%s: raise rocketmat.training.memory, or %s"
                                .formatted(limits.memory() / MIB, at(step), FEWER_FEATURES));
            case Outcome.TimedOut(String step) ->
                new FitOutcome.Failed(
                        "A step of the training took longer than %d s%s: raise rocketmat.training.step-time, or %s"
                                .formatted(limits.time().toSeconds(), at(step), FEWER_FEATURES));
            case Outcome.Crashed crash when crash.stopped() -> throw new Stopped();
            case Outcome.Crashed(String step, int status) ->
                new FitOutcome.Failed(
                        "The process that trains ended with status %d%s; it may be out of memory, of which it may use %d MiB (rocketmat.training.memory)"
                                .formatted(status, at(step), limits.memory() / MIB));
            case Outcome.NotTaken _ -> new FitOutcome.Failed("The process that trains ended before it took the rows");
        };
    }

    /** A service manager, or a terminal, stops a service together with its processes: this says nothing about the fit. */
    public static final class Stopped extends IOException {

        private static final long serialVersionUID = 1;

        private Stopped() {
            super("the process that trains got a stop signal");
        }
    }

    private static String at(String step) {
        return step.isEmpty() ? "" : " (at %s)".formatted(step);
    }

    /** Kills the process if it runs, and deletes its files. */
    @Override
    public void close() {
        process.close();
    }
}
