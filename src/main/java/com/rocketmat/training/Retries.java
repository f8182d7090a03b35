package com.rocketmat.training;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.Later;
import com.rocketmat.harvest.HarvestFailure.Throttled;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.sync.reading.BackOff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait after each of several failures of Greenhouse, until a retry is pointless. Not thread-safe. */
public final class Retries {

    /** Short, so that callers can check in between whether they may continue. */
    static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private final int maxFailures;
    private final Clock clock;
    private int failures;
    private boolean refused;

    /** @param maxFailures consecutive failures at which to give up; a used-up rate window does not count */
    public Retries(int maxFailures, Clock clock) {
        this.maxFailures = maxFailures;
        this.clock = clock;
    }

    void succeeded() {
        failures = 0;
        refused = false;
    }

    /** Throws the failure if a retry is pointless. */
    public Duration after(HarvestException e) {
        HarvestFailure failure = e.failure();
        if (!(failure instanceof Throttled) && ++failures >= maxFailures) {
            throw e;
        }
        boolean retries = failure.perhapsOnce() && !refused;
        refused |= failure.perhapsOnce();
        return switch (failure) {
            case Later later -> until(later.until());
            case Unavailable _ -> limited(BackOff.after(failures, ThreadLocalRandom.current()));
            default -> {
                if (!retries) {
                    throw e;
                }
                yield MAX_WAIT;
            }
        };
    }

    Duration until(Instant end) {
        Duration duration = Duration.between(clock.instant(), end);
        return duration.isNegative() ? Duration.ZERO : limited(duration);
    }

    private static Duration limited(Duration duration) {
        return duration.compareTo(MAX_WAIT) < 0 ? duration : MAX_WAIT;
    }
}
