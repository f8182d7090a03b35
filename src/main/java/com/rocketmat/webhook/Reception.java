package com.rocketmat.webhook;

import com.rocketmat.problem.ProblemType;
import java.util.Locale;
import java.util.Optional;

/** How a call of the webhooks' address ended. Whatever is no problem is answered 200: with every other number Greenhouse repeats it. */
enum Reception {
    /** It waits to be worked on. */
    TAKEN,
    /** There is nothing to be done about it. */
    IGNORED,
    /** Its event id is known. */
    REPEATED,
    /** Signed well, and not to be understood; it would not be so the next time either. */
    UNREADABLE,
    /** Signed wrong, or there is nothing to hold the signature against: which of them is not said. */
    REFUSED("The call is not signed as Greenhouse signs for this address"),
    TOO_LARGE("The body is larger than rocketmat.webhooks.max-body"),
    /** As many events of the tenant wait as may. */
    QUEUE_FULL("As many events of the tenant wait as may at once; send it again later"),
    /** As many calls are under way as a replica takes. */
    BUSY("As many webhooks are under way as a replica takes at once; send it again later"),
    /** The database is away, or takes too long. */
    DATABASE_AWAY("The event cannot be stored now; send it again later");

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

    /** As metrics and figures have it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
