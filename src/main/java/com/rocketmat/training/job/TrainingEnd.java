package com.rocketmat.training.job;

import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;

sealed interface TrainingEnd {

    /** After that, a training that Greenhouse lets down again and again must not read on for ever. */
    Duration LONGEST_TROUBLE = Duration.ofDays(1);

    String ASK_VAULT = "check Vault and the tenant's transit key, and ask for another training later";

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

    /** It has ended, and its row says so already. */
    record Stored(Result result) implements TrainingEnd {}

    /** It starts again from the beginning. */
    record Again(String reason) implements TrainingEnd {}

    Again SHUT_DOWN = new Again("its replica was shut down; it starts again from the beginning");

    /** {@code young} if the training first began less than {@link #LONGEST_TROUBLE} ago. */
    static TrainingEnd after(Advice failure, boolean young) {
        if (!failure.passes()) {
            return Result.failed(failure.reason() + ": " + failure.remedy());
        }
        return passing(failure.reason(), "check status.greenhouse.io, and ask for another training later", young);
    }

    static TrainingEnd changed(boolean young) {
        return passing("the tenant's secret was changed or removed", "ask for another training", young);
    }

    /** What passes is tried again from the beginning, for a day. */
    private static TrainingEnd passing(String reason, String remedy, boolean young) {
        return young
                ? new Again(reason + "; it starts again from the beginning")
                : Result.failed(reason + ": it was begun more than a day ago; " + remedy);
    }

    /** The new version is this service's own work, and its operators have no file that they could change. */
    static TrainingEnd after(ModelRefused failure) {
        return Result.failed(
                "the new version does not pass the check %s: %s".formatted(failure.check(), failure.reason()));
    }

    /** Before anything is read. */
    static TrainingEnd withoutKey(boolean young) {
        return passing("Vault does not give the key of the feature values that were kept", ASK_VAULT, young);
    }

    /** After values that were kept of scores did not open. */
    static TrainingEnd afterSealed(HttpProblem failure, boolean young) {
        boolean passes = failure.getStatusCode() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode();
        return passes
                ? passing(failure.getDetail(), ASK_VAULT, young)
                : Result.failed("feature values that were kept do not open: %s: %s"
                        .formatted(failure.getDetail(), failure.getParameters().get("remedy")));
    }

    /** It was cancelled, purged, or begun by another replica. */
    record Lost() implements TrainingEnd {}

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
