package com.rocketmat.sync.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a tenant's Greenhouse has been read, in Greenhouse's time.
 *
 * @param readUpTo everything updated before this was read, except what Greenhouse showed late; empty before the first complete
 * window
 * @param sweptAt when the last complete sweep started
 */
public record Watermark(Optional<Instant> readUpTo, Optional<Instant> sweptAt) {

    /**
     * What to read next: everything open if a sweep is due, otherwise what was updated since, including the overlap.
     *
     * @param sweep how often everything open is read, because not everything that makes an application eligible changes its
     * updated_at
     */
    public Reading next(Instant now, Duration overlap, Duration sweep) {
        boolean sweepDue = readUpTo.isEmpty()
                || sweptAt.map(last -> !now.isBefore(last.plus(sweep))).orElse(true);
        return Reading.of(sweepDue ? Optional.empty() : readUpTo.map(moment -> moment.minus(overlap)), now);
    }

    /**
     * What to read while a sweep is open, which may take hours: what was updated since the last window or the start of the sweep,
     * including the overlap.
     */
    public Reading beside(Instant sweepOpened, Instant now, Duration overlap) {
        return Reading.of(Optional.of(readUpTo.orElse(sweepOpened).minus(overlap)), now);
    }

    /** It moves only once the window is read completely: pages are ordered by id, not by time, so half a window proves nothing. */
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
