package com.rocketmat.sync;

import java.util.Set;

/**
 * A run that has not ended, and where it stands, as the database says.
 *
 * @param rescoring it reads no window, but gives scores of a new model to applications that carry an older one of ours
 * @param besideSweep a sweep is under way too, which may take hours
 * @param attributes what the pages after the first one carry of applications
 */
record OpenRun(long id, Reading reading, boolean rescoring, boolean besideSweep, Set<String> attributes) {

    static OpenRun of(Run run, boolean besideSweep) {
        return new OpenRun(
                run.id,
                run.reading(),
                run.rescoring,
                besideSweep,
                run.attributes == null ? Set.of() : Set.of(run.attributes.split(",")));
    }

    boolean sweep() {
        return reading.sweep();
    }

    boolean readWhole() {
        return reading.whole();
    }
}
