package com.rocketmat.harvest;

import java.time.Instant;
import java.util.List;

/** Why a call to Greenhouse did not succeed. Callers switch on the kind, never on a text. */
public sealed interface HarvestFailure {

    /** The credential is not accepted, also after a new token. */
    record Unauthorised(String what) implements HarvestFailure {}

    /** A v1 key that is no longer, or not, let in: Greenhouse has announced the end of v1. */
    record Retired(String what) implements HarvestFailure {}

    /** The credential lacks a scope, or its user lacks a permission. */
    record Forbidden(String scope) implements HarvestFailure {}

    /** The user to act as does not exist, or may not be acted for (v1). */
    record NoSuchUser(long userId) implements HarvestFailure {}

    /** No such record, or not visible to this credential. */
    record NotFound(String what) implements HarvestFailure {}

    /**
     * Greenhouse calls the request wrong; repeating it does not help.
     *
     * @param fields those that Greenhouse names, often none
     */
    record Invalid(String what, List<String> fields) implements HarvestFailure {}

    /** No call is made before a moment, however often it is asked for. */
    sealed interface Later extends HarvestFailure {
        Instant until();
    }

    /** The rate window is used up. */
    record Throttled(Instant until) implements Later {}

    /** Several calls in a row failed. */
    record Resting(String what, Instant until) implements Later {}

    /** Not reachable, too slow, or an error of its own. Nothing was changed. */
    record Unavailable(String what) implements HarvestFailure {}

    /**
     * A write that may or may not have happened; it has to be read back.
     *
     * @param underWay no answer came in time, so that it may still happen
     */
    record UnknownOutcome(String what, boolean underWay) implements HarvestFailure {}
}
