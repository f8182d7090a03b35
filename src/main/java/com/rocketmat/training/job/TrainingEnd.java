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

    record Retry(String reason) implements TrainingEnd {}

    Retry SHUT_DOWN = new Retry("its replica was shut down; it starts again from the beginning");

    static TrainingEnd ofHarvestFailure(Advice failure, boolean mayRetry) {
        if (!failure.passes()) {
            return Result.failed(failure.reason() + ": " + failure.remedy());
        }
        return retryOrFail(
                failure.reason(), "check status.greenhouse.io, and ask for another training later", mayRetry);
    }

    static TrainingEnd ofChangedSecret(boolean mayRetry) {
        return retryOrFail("the tenant's secret was changed or removed", "ask for another training", mayRetry);
    }

    /** @param mayRetry whether the training first started less than {@link #MAX_RETRY_TIME} ago */
    private static TrainingEnd retryOrFail(String reason, String remedy, boolean mayRetry) {
        return mayRetry
                ? new Retry(reason + "; it starts again from the beginning")
                : Result.failed(reason + ": it started more than a day ago; " + remedy);
    }

    /** Without the remedy: operators have no file that they could correct. */
    static TrainingEnd ofRefusedModel(ModelRefused failure) {
        return Result.failed(
                "the new version does not pass the check %s: %s".formatted(failure.check(), failure.reason()));
    }

    static TrainingEnd ofMissingKey(boolean mayRetry) {
        return retryOrFail("Cannot get the key of the kept feature values from Vault", ASK_VAULT, mayRetry);
    }

    static TrainingEnd ofSealedValues(HttpProblem failure, boolean mayRetry) {
        boolean unavailable = failure.getStatusCode() == Response.Status.SERVICE_UNAVAILABLE.getStatusCode();
        return unavailable
                ? retryOrFail(failure.getDetail(), ASK_VAULT, mayRetry)
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
