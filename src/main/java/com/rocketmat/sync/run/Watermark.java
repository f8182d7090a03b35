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
     * What to read next: everything open if a sweep is due, otherwise what was updated since, including the overlap. A sweep is due too
     * if the last one is still to come by this time.
     *
     * @param sweep how often everything open is read, because not everything that makes an application eligible changes its
     * updated_at
     */
    public Reading next(Instant now, Duration overlap, Duration sweep) {
        return Reading.of(
                sweptAt.filter(last -> !last.isAfter(now) && now.isBefore(last.plus(sweep)))
                        .map(last -> since(last, now).minus(overlap)),
                now);
    }

    /**
     * What to read while a sweep is open, which may take hours: what was updated since the last window or the start of the sweep,
     * including the overlap.
     */
    public Reading beside(Instant sweepOpened, Instant now, Duration overlap) {
        return Reading.of(Optional.of(since(sweepOpened, now).minus(overlap)), now);
    }

    /** Times in the future were noted while Greenhouse's clock ran ahead, and do not count. */
    private Instant since(Instant sweep, Instant now) {
        return readUpTo.filter(moment -> !moment.isAfter(now)).orElse(sweep);
    }

    /**
     * Moves only once the window is read completely: pages are ordered by id, not by time, so half a window proves nothing. Moves back if
     * Greenhouse's clock was set back; a window that ends before it begins was opened while that clock ran ahead, and proves nothing either.
     */
    public Watermark after(Reading reading) {
        if (!reading.whole()) {
            return this;
        }
        boolean window =
                reading.from().filter(from -> !from.isAfter(reading.to())).isPresent();
        // windows may have been read since the sweep was opened
        Instant furthest = readUpTo.filter(moment -> !window && moment.isAfter(reading.to()))
                .orElse(reading.to());
        return new Watermark(Optional.of(furthest), reading.sweep() ? Optional.of(reading.to()) : sweptAt);
    }
}
