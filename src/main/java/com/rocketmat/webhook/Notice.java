package com.rocketmat.webhook;

import java.util.Optional;
import java.util.Set;

/**
 * What is kept of a webhook's body: its action, a known one or {@link Effect#OTHER}, and its ids. {@code candidate} was merged into
 * {@code winner}.
 */
record Notice(String action, Effect effect, Set<Long> applications, Optional<Long> candidate, Optional<Long> winner) {

    /** One that leads to nothing, so that no id is kept. */
    static Notice without(String action) {
        return new Notice(action, Effect.NOTHING, Set.of(), Optional.empty(), Optional.empty());
    }

    /** Whether it has the ids that its effect needs. */
    boolean complete() {
        return switch (effect) {
            case READ, ERASE_APPLICATION -> !applications.isEmpty();
            case READ_CANDIDATE, ERASE_CANDIDATE -> candidate.isPresent();
            case MERGE -> candidate.isPresent() && winner.isPresent();
            case FORGET_JOBS, NOTHING -> true;
        };
    }
}
