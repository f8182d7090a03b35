package com.rocketmat.training.job;

import java.util.Optional;

/** How a training ended on this replica. */
sealed interface TrainingEnd {

    /** It has ended for good. */
    record Result(TrainingState state, Optional<String> reason, Optional<String> version, Optional<String> report)
            implements TrainingEnd {

        static Result refused(String reason) {
            return new Result(TrainingState.REFUSED, Optional.of(reason), Optional.empty(), Optional.empty());
        }

        static Result failed(String reason) {
            return new Result(TrainingState.FAILED, Optional.of(reason), Optional.empty(), Optional.empty());
        }
    }

    /** It starts again from the beginning. */
    record Again(String reason) implements TrainingEnd {}

    /** It was cancelled, purged, or begun by another replica. */
    record Lost() implements TrainingEnd {}

    /** Ends the work from within. */
    final class Ended extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient TrainingEnd end;

        Ended(TrainingEnd end) {
            super(null, null, false, false);
            this.end = end;
        }

        TrainingEnd end() {
            return end;
        }
    }
}
