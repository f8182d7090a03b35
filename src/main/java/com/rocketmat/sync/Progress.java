package com.rocketmat.sync;

import com.rocketmat.sync.run.OpenRun;
import java.time.Instant;
import java.util.Optional;

/**
 * @param page the rest of the last page, if any
 * @param pause when to continue, if a write has to be checked first
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
