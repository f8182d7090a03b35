package com.rocketmat.webhook;

import java.util.Optional;
import java.util.Set;

/** The part of a webhook's body that is kept. {@code action} is known or {@link Effect#OTHER}; {@code winner} got the candidate in a merge. */
record Notice(String action, Effect effect, Set<Long> applications, Optional<Long> candidate, Optional<Long> winner) {

    /** A notice without ids, because none are needed. */
    static Notice withoutEffect(String action) {
        return new Notice(action, Effect.NOTHING, Set.of(), Optional.empty(), Optional.empty());
    }

    boolean hasIdsForEffect() {
        return switch (effect) {
            case READ, ERASE_APPLICATION -> !applications.isEmpty();
            case READ_CANDIDATE, ERASE_CANDIDATE -> candidate.isPresent();
            case MERGE -> candidate.isPresent() && winner.isPresent();
            case FORGET_JOBS, NOTHING -> true;
        };
    }
}
