package com.rocketmat.sync.run;

import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A run that has not ended, and its position, as stored.
 *
 * @param id empty until the run is in the run log; a scheduled window enters it with its first page or failure, a sweep at its start
 * @param kind what the run goes through; only windows have pages
 * @param besideSweep whether a sweep, which may take hours, is open too
 * @param attributes the attributes of applications that the pages after the first one contain
 */
public record OpenRun(
        OptionalLong id,
        Instant startedAt,
        Reading reading,
        Run.Kind kind,
        boolean besideSweep,
        Set<String> attributes) {

    static OpenRun of(Run run, boolean besideSweep) {
        return new OpenRun(
                run.id == null ? OptionalLong.empty() : OptionalLong.of(run.id),
                run.startedAt,
                run.reading(),
                run.kind,
                besideSweep,
                attributes(run.attributes));
    }

    static OpenRun of(Tuple run, boolean besideSweep) {
        return new OpenRun(
                OptionalLong.of(run.get("id", Long.class)),
                run.get("started_at", Instant.class),
                new Reading(
                        Optional.ofNullable(run.get("window_from", Instant.class)),
                        run.get("window_to", Instant.class),
                        Optional.ofNullable(run.get("next_page", String.class)),
                        run.get("read_whole", Boolean.class)),
                Run.Kind.valueOf(run.get("kind", String.class)),
                besideSweep,
                attributes(run.get("attributes", String.class)));
    }

    private static Set<String> attributes(String stored) {
        return stored == null ? Set.of() : Set.of(stored.split(","));
    }

    public OpenRun with(Reading changed) {
        return new OpenRun(id, startedAt, changed, kind, besideSweep, attributes);
    }

    public boolean named() {
        return kind == Run.Kind.NAMED;
    }

    public boolean sweep() {
        return reading.sweep();
    }

    public boolean readWhole() {
        return reading.whole();
    }
}
