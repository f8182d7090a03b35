package com.rocketmat.training.fit;

public interface FitProgress {

    enum Phase {
        FITTING,
        EXAMINING
    }

    /** Called when a step begins, with the share of the phase that is done, from 0 to 1. */
    void at(Phase phase, double share);
}
