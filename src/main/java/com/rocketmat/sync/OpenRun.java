package com.rocketmat.sync;

/** A run that has not ended, and where it stands, as the database says. */
record OpenRun(long id, Reading reading) {

    static OpenRun of(Run run) {
        return new OpenRun(run.id, run.reading());
    }

    boolean readWhole() {
        return reading.whole();
    }
}
