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
 * A window of Greenhouse's time and how far its pages are read.
 *
 * @param from start of the window, or empty for a sweep of everything open
 * @param to when it was opened
 * @param nextPage where the next page is, or empty for the first
 * @param whole all pages are read
 */
public record Reading(Optional<Instant> from, Instant to, Optional<String> nextPage, boolean whole) {

    /** Greenhouse's clock is known to a second at best; what was changed the moment before somebody asks for a run belongs to it. */
    private static final Duration UNSURE = Duration.ofMinutes(1);

    static Reading of(Optional<Instant> from, Instant to) {
        return new Reading(from, to, Optional.empty(), false);
    }

    public boolean sweep() {
        return from.isEmpty();
    }

    /** The present page, or empty when Greenhouse no longer takes its cursor. */
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
     * The present page is done.
     *
     * @param next where the next one is, or empty when it was the last
     */
    public Reading after(Optional<String> next) {
        return new Reading(from, to, next, next.isEmpty());
    }

    /** From its first page: there is no other way back into a list whose cursor has expired. */
    public Reading again() {
        return of(from, to);
    }
}
