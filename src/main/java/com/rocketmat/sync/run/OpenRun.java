package com.rocketmat.sync.run;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A run that has not ended, and where it stands, as the database says.
 *
 * @param id empty while it is not in the run log, which it is from its first page on, or from what it failed of
 * @param rescoring it reads no window, but gives scores of a new model to applications that carry an older one of ours
 * @param besideSweep a sweep is under way too, which may take hours
 * @param attributes what the pages after the first one carry of applications
 */
public record OpenRun(
        OptionalLong id,
        Instant startedAt,
        Reading reading,
        boolean rescoring,
        boolean besideSweep,
        Set<String> attributes) {

    /** The one that goes first of those that have not ended: before a sweep the window that was opened beside it. */
    static Optional<OpenRun> first(List<Run> open) {
        return open.stream().findFirst().map(run -> of(run, open.size() > 1));
    }

    static OpenRun of(Run run, boolean besideSweep) {
        return new OpenRun(
                run.id == null ? OptionalLong.empty() : OptionalLong.of(run.id),
                run.startedAt,
                run.reading(),
                run.rescoring,
                besideSweep,
                run.attributes == null ? Set.of() : Set.of(run.attributes.split(",")));
    }

    /** Its present page is done. */
    OpenRun after(Optional<String> nextPage) {
        return new OpenRun(id, startedAt, reading.after(nextPage), rescoring, besideSweep, attributes);
    }

    public boolean sweep() {
        return reading.sweep();
    }

    public boolean readWhole() {
        return reading.whole();
    }
}
