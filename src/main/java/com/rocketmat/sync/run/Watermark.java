package com.rocketmat.sync.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a tenant's Greenhouse has been read, by Greenhouse's time.
 *
 * @param readUpTo everything updated before it was read, but for what Greenhouse showed late; empty before the first whole window
 * @param sweptAt when the last whole sweep started
 */
public record Watermark(Optional<Instant> readUpTo, Optional<Instant> sweptAt) {

    /**
     * What to read next: everything open when a sweep is due, else what was updated since, and a while before.
     *
     * @param now Greenhouse's time
     * @param overlap how far to reach back: what changed while pages were read, or was shown late, is seen again
     * @param sweep how often everything open is read, since not all that makes an application eligible moves its updated_at
     */
    public Reading next(Instant now, Duration overlap, Duration sweep) {
        boolean sweepDue = readUpTo.isEmpty()
                || sweptAt.map(last -> !now.isBefore(last.plus(sweep))).orElse(true);
        return Reading.of(sweepDue ? Optional.empty() : readUpTo.map(moment -> moment.minus(overlap)), now);
    }

    /**
     * What to read while a sweep is under way, which may take hours: what was updated since the last window, or since the sweep was
     * opened, and a while before.
     */
    public Reading beside(Instant sweepOpened, Instant now, Duration overlap) {
        return Reading.of(Optional.of(readUpTo.orElse(sweepOpened).minus(overlap)), now);
    }

    /** It moves only once the window is read whole: pages come by id, not by time, so half a window proves nothing. */
    public Watermark after(Reading reading) {
        if (!reading.whole()) {
            return this;
        }
        // windows may have been read since the sweep was opened
        Instant furthest =
                readUpTo.filter(moment -> moment.isAfter(reading.to())).orElse(reading.to());
        return new Watermark(Optional.of(furthest), reading.sweep() ? Optional.of(reading.to()) : sweptAt);
    }
}
