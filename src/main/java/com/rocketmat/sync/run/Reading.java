package com.rocketmat.sync.run;

import com.rocketmat.harvest.ApplicationWindow;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.Page;
import com.rocketmat.harvest.row.Application;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A window of Greenhouse's time, and how far its pages are read.
 *
 * @param from start of the window, or empty for a sweep of everything open
 * @param to when it was opened
 * @param nextPage address of the next page, or empty for the first
 * @param whole whether all pages are read
 */
public record Reading(Optional<Instant> from, Instant to, Optional<String> nextPage, boolean whole) {

    /** Greenhouse's clock is known to a second at best, and a change right before a requested run belongs to the run. */
    private static final Duration UNSURE = Duration.ofMinutes(1);

    static Reading of(Optional<Instant> from, Instant to) {
        return new Reading(from, to, Optional.empty(), false);
    }

    public boolean sweep() {
        return from.isEmpty();
    }

    /** The current page, or empty if Greenhouse no longer accepts its cursor. */
    public Optional<Page<Application>> page(HarvestSession session, Set<Long> jobs, Set<String> fields) {
        if (nextPage.isEmpty()) {
            return Optional.of(session.applications(new ApplicationWindow(from, to.plus(UNSURE), jobs), fields));
        }
        try {
            return Optional.of(session.applications(nextPage.get()));
        } catch (HarvestException e) {
            if (e.failure() instanceof Invalid) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * With the time of the answer to a page: a window that was opened while our clock was wrong may end in the future, and changes until then would
     * never be read.
     */
    public Reading noLaterThan(Instant now) {
        return to.isAfter(now) ? new Reading(from, now, nextPage, whole) : this;
    }

    /** After the current page; {@code next} is empty after the last one. */
    public Reading after(Optional<String> next) {
        return new Reading(from, to, next, next.isEmpty());
    }

    /** Starts again at the first page, since a list whose cursor has expired cannot be continued. */
    public Reading again() {
        return of(from, to);
    }
}
