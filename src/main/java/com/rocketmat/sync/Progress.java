package com.rocketmat.sync;

import com.rocketmat.sync.run.OpenRun;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a run stands after a step.
 *
 * @param page what is left of the page that was read last, unless that is done
 * @param pause when to go on, if a write has to be seen first
 */
record Progress(OpenRun run, Optional<LoadedPage> page, Optional<Instant> pause) {

    static Progress of(OpenRun run) {
        return new Progress(run, Optional.empty(), Optional.empty());
    }

    static Progress within(OpenRun run, LoadedPage page) {
        return new Progress(run, Optional.of(page), Optional.empty());
    }

    static Progress paused(OpenRun run, Optional<Instant> pause) {
        return new Progress(run, Optional.empty(), pause);
    }
}
