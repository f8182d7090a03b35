package com.rocketmat.training.job;

/** How far a training has come. */
public enum TrainingState {
    QUEUED,
    /** Decided applications are read from Greenhouse. */
    READING,
    FITTING,
    /** The new version goes through the checks of an upload. */
    EXAMINING,
    /** There is a new version. */
    DONE,
    /** The data do not allow a model; the reason says why. */
    REFUSED,
    /** It was cancelled, or could not go on; the reason says why. */
    FAILED;

    public boolean ended() {
        return compareTo(DONE) >= 0;
    }
}
