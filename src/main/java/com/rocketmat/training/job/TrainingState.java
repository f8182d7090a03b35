package com.rocketmat.training.job;

/** How far a training has come. */
public enum TrainingState {
    QUEUED,
    /** Reads decided applications from Greenhouse. */
    READING,
    FITTING,
    /** Checks the new version like an upload. */
    EXAMINING,
    /** Stored a new version. */
    DONE,
    /** The data, the secret or the credential do not allow a model; the reason says why. */
    REFUSED,
    /** It was cancelled, or could not go on; the reason says why. */
    FAILED;

    public boolean ended() {
        return compareTo(DONE) >= 0;
    }
}
