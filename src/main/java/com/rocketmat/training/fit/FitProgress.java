package com.rocketmat.training.fit;

public interface FitProgress {

    enum Phase {
        FITTING,
        EXAMINING
    }

    /** Reports the beginning of a step; {@code share} of the phase is done, from 0 to 1. */
    void report(Phase phase, double share);
}
