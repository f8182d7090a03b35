package com.rocketmat.training.fit;

/** Told how far a training is. */
public interface FitProgress {

    enum Phase {
        FITTING,
        EXAMINING
    }

    /**
     * Told at the begin of each step.
     *
     * @param share of the phase that is done, 0 to 1
     */
    void at(Phase phase, double share);
}
