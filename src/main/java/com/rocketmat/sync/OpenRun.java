package com.rocketmat.sync;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a run stands, as the database says.
 *
 * @param from start of its window, or empty when it sweeps everything open
 * @param nextPage where the next page is, or empty for the first
 */
record OpenRun(long id, Optional<Instant> from, Instant to, Optional<String> nextPage, boolean readWhole) {

    static OpenRun of(Run run) {
        return new OpenRun(
                run.id,
                Optional.ofNullable(run.windowFrom),
                run.windowTo,
                Optional.ofNullable(run.nextPage),
                run.readWhole);
    }
}
