package com.rocketmat.webhook;

import com.rocketmat.problem.ProblemType;
import java.util.Locale;
import java.util.Optional;

/** Outcome of a webhook call. All but problems are answered 200, since Greenhouse repeats a call with any other status. */
enum Reception {
    /** Queued. */
    TAKEN,
    /** Needs no work, or was applied at once, as a merge is. */
    IGNORED,
    /** The event id is known. */
    REPEATED,
    /** Correctly signed, but unreadable; repeating it would not help. */
    UNREADABLE,
    /** Wrongly signed, or the tenant has no secret; the answer does not say which. */
    REFUSED("The signature does not match"),
    TOO_LARGE("The body is larger than rocketmat.webhooks.max-body"),
    QUEUE_FULL("The tenant's queue of events is full; retry later"),
    /** The replica is serving its maximum number of webhooks, of this tenant or of all. */
    BUSY("The replica is serving its maximum number of webhooks; retry later"),
    /** The database is unavailable or too slow, or the tenant was purged by another replica. */
    DATABASE_AWAY("The event cannot be stored now; retry later");

    private final String detail;

    Reception() {
        this("");
    }

    Reception(String detail) {
        this.detail = detail;
    }

    Optional<ProblemType> problem() {
        return switch (this) {
            case TAKEN, IGNORED, REPEATED, UNREADABLE -> Optional.empty();
            case REFUSED -> Optional.of(ProblemType.UNAUTHORIZED);
            case TOO_LARGE -> Optional.of(ProblemType.TOO_LARGE);
            case QUEUE_FULL, BUSY -> Optional.of(ProblemType.BUSY);
            case DATABASE_AWAY -> Optional.of(ProblemType.DATABASE_AWAY);
        };
    }

    String detail() {
        return detail;
    }

    /** The name in metrics and the database. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
