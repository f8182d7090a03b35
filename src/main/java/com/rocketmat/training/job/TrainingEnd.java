package com.rocketmat.training.job;

import com.rocketmat.harvest.advice.Advice;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;

sealed interface TrainingEnd {

    /** Limits the restarts of a training, for example if Greenhouse keeps failing. */
    Duration MAX_RETRY_TIME = Duration.ofDays(1);

    String ASK_VAULT = "check Vault and the tenant's transit key, and ask for another training later";

    record Result(TrainingState state, Optional<String> reason, Optional<String> version, Optional<String> report)
            implements TrainingEnd {

        static Result refused(String reason) {
            return new Result(TrainingState.REFUSED, Optional.of(reason), Optional.empty(), Optional.empty());
        }

        static Result failed(String reason) {
            return new Result(TrainingState.FAILED, Optional.of(reason), Optional.empty(), Optional.empty());
        }
    }

    /** A result that is already stored. */
    record Stored(Result result) implements TrainingEnd {}

    /**
     * The training goes back to the queue.
     *
     * @param remedy what to do if it is given up, {@link #MAX_RETRY_TIME} after its first start; empty if it may always start again
     */
    record Retry(String reason, Optional<String> remedy) implements TrainingEnd {

        private Retry(String reason, String remedy) {
            this(reason, Optional.of(remedy));
        }

        static Retry always(String reason) {
            return new Retry(reason, Optional.empty());
        }

        String explanation() {
            return reason + "; the training starts again from the beginning";
        }

        Optional<Result> givenUp() {
            return remedy.map(next -> Result.failed(reason + ": the training started more than a day ago; " + next));
        }
    }

    Retry SHUT_DOWN = Retry.always("its replica was shut down");

    Retry CUT_OFF = Retry.always("its replica was cut off from the database");

    Retry INTERRUPTED = Retry.always("it was interrupted");

    Retry PAUSED = Retry.always(
            "for more than ten minutes, the tenant was paused or this replica had not read the tenant's newest secret");

    Retry CHANGED_SECRET = new Retry("the tenant's secret was changed or removed", "ask for another training");

    static TrainingEnd ofHarvestFailure(Advice failure) {
        return failure.passes()
                ? new Retry(failure.reason(), "check status.greenhouse.io, and ask for another training later")
                : Result.failed(failure.reason() + ": " + failure.remedy());
    }

    /** Without the remedy: operators have no file that they could correct. */
    static TrainingEnd ofRefusedModel(ModelRefused failure) {
        return Result.failed(
                "the new version does not pass the check %s: %s".formatted(failure.check(), failure.reason()));
    }

    static TrainingEnd ofSealedValues(HttpProblem failure) {
        boolean unavailable = failure.getStatusCode() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode();
        return unavailable
                ? new Retry(failure.getDetail(), ASK_VAULT)
                : Result.failed("Cannot decrypt the kept feature values: %s: %s"
                        .formatted(failure.getDetail(), failure.getParameters().get("remedy")));
    }

    /** The training was cancelled, purged or restarted by another replica. */
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
