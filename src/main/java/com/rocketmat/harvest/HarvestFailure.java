package com.rocketmat.harvest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Why a call to Greenhouse failed. Callers switch on the type, never on a text. */
public sealed interface HarvestFailure {

    /** A refusal that may be a proxy's or a token endpoint's, of a single call. */
    default boolean perhapsOnce() {
        return this instanceof Unauthorised || this instanceof Retired || this instanceof Redirected;
    }

    /** The credential is refused, even with a new token. */
    record Unauthorised(String what) implements HarvestFailure {}

    /** A v1 key that is no longer accepted: Greenhouse has announced the end of v1. */
    record Retired(String what) implements HarvestFailure {}

    /** The credential lacks a scope, or its user a permission; {@code application} is one of which it is known that it was forbidden. */
    record Forbidden(String scope, Optional<Long> application) implements HarvestFailure {

        public Forbidden(String scope) {
            this(scope, Optional.empty());
        }
    }

    /** A list that is empty, though something that was in it is stored: perhaps the credential's user is no longer a Site Admin. */
    record ShowsNothing(Operation list) implements HarvestFailure {}

    /** The user to act as does not exist, or the key may not act for them (v1). */
    record NoSuchUser(long userId) implements HarvestFailure {}

    /** No such record, or not visible to this credential. */
    record NotFound(String what) implements HarvestFailure {}

    /** A write to a record that is shown: of an unknown route too, or by a proxy, it is said that there is nothing. */
    record NotFoundThoughShown(String what) implements HarvestFailure {}

    /**
     * Greenhouse rejected the request as invalid; repeating it does not help. It names the fields only at times. Not {@code ofValues} if the
     * status is not that of refused values: a proxy may refuse the method, for example.
     */
    record Invalid(String what, List<String> fields, boolean ofValues) implements HarvestFailure {

        public Invalid(String what, List<String> fields) {
            this(what, fields, true);
        }
    }

    /** Greenhouse answers somewhere else, where no credential is sent: nothing was read or written. */
    record Redirected(String what) implements HarvestFailure {}

    /** No call is made before a certain moment. */
    sealed interface Later extends HarvestFailure {
        Instant until();
    }

    /** The rate window is used up: {@code told} by Greenhouse, with a 429, or else by our own count, and no call was made. */
    record Throttled(Instant until, boolean told) implements Later {

        public Throttled(Instant until) {
            this(until, false);
        }
    }

    /** Several calls in a row failed. */
    record Resting(String what, Instant until) implements Later {}

    /** Unreachable, too slow, or an internal error. Nothing was changed. */
    record Unavailable(String what) implements HarvestFailure {}

    /** A write with an unknown outcome, which must be read back; {@code underWay} if no answer came in time, so that it may still be executed. */
    record UnknownOutcome(String what, boolean underWay) implements HarvestFailure {}
}
