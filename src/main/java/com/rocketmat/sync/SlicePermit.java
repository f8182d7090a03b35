package com.rocketmat.sync;

import com.rocketmat.harvest.Causes;
import com.rocketmat.tenant.scope.DatabaseTrouble;
import io.quarkus.logging.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Whether a slice may continue. Asks the database at most once a second: a query before each PATCH would mean hundreds per slice, and operators
 * are promised that every replica stops within five seconds. If the database cannot answer, the slice may not continue.
 */
final class SlicePermit implements BooleanSupplier {

    private static final Duration HOLDS = Duration.ofSeconds(1);

    private final BooleanSupplier database;
    private final Clock clock;
    private Instant asked;
    private boolean granted;

    /** @param asked when the permit was last granted, so that it need not be asked for again at once */
    SlicePermit(BooleanSupplier database, Clock clock, Instant asked) {
        this.database = database;
        this.clock = clock;
        this.asked = asked;
        this.granted = true;
    }

    @Override
    public synchronized boolean getAsBoolean() {
        Instant now = clock.instant();
        // a clock that was set back must not extend the answer's validity
        if (now.isBefore(asked) || !now.isBefore(asked.plus(HOLDS))) {
            granted = ask();
            // the answer is as old as the question
            asked = now;
        }
        return granted;
    }

    private boolean ask() {
        try {
            return database.getAsBoolean();
        } catch (RuntimeException e) {
            Log.warnf(
                    "Cannot check in the database whether the slice may continue; ending the slice: %s",
                    DatabaseTrouble.away(e).orElseGet(() -> Causes.kind(e)));
            return false;
        }
    }
}
