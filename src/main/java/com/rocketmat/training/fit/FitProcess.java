package com.rocketmat.training.fit;

import com.rocketmat.training.fit.rows.TrainingRows;
import java.time.Duration;

/** A training in a process of its own, which ends with it. Closing it from another thread cancels the training. */
public final class FitProcess implements AutoCloseable {

    private final long memory;
    private final Duration step;

    /**
     * @param memory limit of the process, in bytes
     * @param step limit for each step, of which a training has some dozens
     */
    public FitProcess(long memory, Duration step) {
        this.memory = memory;
        this.step = step;
    }

    /** Waits until the training ends; once per object. */
    public FitOutcome fit(TrainingRows rows, FitSettings settings, FitProgress progress) {
        throw new UnsupportedOperationException(memory + " " + step);
    }

    @Override
    public void close() {}
}
