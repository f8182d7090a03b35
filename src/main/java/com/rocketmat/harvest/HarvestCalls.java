package com.rocketmat.harvest;

import com.rocketmat.harvest.HarvestFailure.Forbidden;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.Throttled;
import com.rocketmat.harvest.HarvestFailure.Unauthorised;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.tenant.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * How one tenant's calls are made: within the rate window, with its token, through its own circuit breaker, and with every way to
 * fail told apart.
 */
final class HarvestCalls {

    static final String REQUESTS = "rocketmat_harvest_requests";

    private static final int RETRIES_OF_A_READ = 2;
    private static final int CALL_TIMEOUT_SECONDS = 20;
    private static final Duration TRIP = Duration.ofSeconds(20);

    private final Tokens tokens;
    private final RateBudget budget;
    private final ServerClock clock;
    private final MeterRegistry metrics;
    private final Guard breaker = Guard.create()
            .withCircuitBreaker()
            .requestVolumeThreshold(8)
            .failureRatio(0.5)
            .delay(TRIP.toSeconds(), ChronoUnit.SECONDS)
            .when(HarvestCalls::troubleOfGreenhouse)
            .done()
            .withTimeout()
            .duration(CALL_TIMEOUT_SECONDS, ChronoUnit.SECONDS)
            .done()
            .build();
    /** No delay between the tries: a slice never sleeps; what lasts longer is a matter for the next slice. */
    private final Guard retry = Guard.create()
            .withRetry()
            .maxRetries(RETRIES_OF_A_READ)
            .delay(0, ChronoUnit.MILLIS)
            .jitter(0, ChronoUnit.MILLIS)
            .whenException(HarvestCalls::worthAnotherTry)
            .done()
            .build();

    HarvestCalls(Tokens tokens, RateBudget budget, ServerClock clock, MeterRegistry metrics) {
        this.tokens = tokens;
        this.budget = budget;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** A call that changes nothing, so that it may be repeated. */
    <T> Answer<T> read(Operation operation, Function<String, RestResponse<T>> call) {
        return retry.get(() -> guarded(operation, call), new TypeLiteral<>() {});
    }

    /** A call that may have happened although it failed. */
    <T> Answer<T> write(Operation operation, Function<String, RestResponse<T>> call) {
        return guarded(operation, call);
    }

    record Answer<T>(T body, AnswerHeaders headers) {}

    private <T> Answer<T> guarded(Operation operation, Function<String, RestResponse<T>> call) {
        String outcome = "ok";
        try {
            return breaker.get(() -> authorised(operation, call), new TypeLiteral<>() {});
        } catch (CircuitBreakerOpenException e) {
            outcome = "circuit_open";
            throw new HarvestException(new Throttled(clock.local(clock.now().plus(TRIP))), e);
        } catch (HarvestException e) {
            outcome = e.failure().getClass().getSimpleName();
            throw e;
        } catch (RuntimeException e) {
            // time-outs and broken connections, of whichever layer
            outcome = "io";
            throw new HarvestException(unanswered(operation, kind(e)), e);
        } finally {
            metrics.counter(REQUESTS, "operation", operation.label(), "outcome", outcome)
                    .increment();
        }
    }

    private <T> Answer<T> authorised(Operation operation, Function<String, RestResponse<T>> call) {
        Secret bearer = token();
        try {
            return attempt(bearer, call);
        } catch (HttpRefusal refusal) {
            if (refusal.status() == 403) {
                // a scope that is ticked later is only in a token that is minted later
                tokens.drop(bearer);
            }
            if (refusal.status() != 401) {
                throw new HarvestException(failure(operation, refusal));
            }
        }
        // expired, revoked, or replaced by somebody else's mint: one new token, one more try, never a loop
        tokens.drop(bearer);
        try {
            return attempt(token(), call);
        } catch (HttpRefusal refusal) {
            throw new HarvestException(failure(operation, refusal));
        }
    }

    private <T> Answer<T> attempt(Secret bearer, Function<String, RestResponse<T>> call) {
        budget.take(clock.now()).ifPresent(until -> {
            throw new HarvestException(new Throttled(clock.local(until)));
        });
        try {
            RestResponse<T> answer = call.apply(bearer.reveal());
            AnswerHeaders headers = AnswerHeaders.of(answer::getHeaderString);
            observe(headers);
            return new Answer<>(answer.getEntity(), headers);
        } catch (HttpRefusal refusal) {
            observe(refusal.headers());
            // what Greenhouse's support asks for; not part of a reason, which would then be a new one each time
            Log.debugf(
                    "Greenhouse answered %d, request id %s",
                    refusal.status(), refusal.headers().requestId());
            throw refusal;
        }
    }

    private Secret token() {
        try {
            return tokens.bearer();
        } catch (HttpRefusal refusal) {
            clock.observe(refusal.headers());
            throw new HarvestException(
                    switch (refusal.status()) {
                        case 400, 401, 403 ->
                            new Unauthorised("Greenhouse refuses the client id and secret (token endpoint, status %d)"
                                    .formatted(refusal.status()));
                        case 429 -> new Throttled(tokenWindow(refusal));
                        default -> new Unavailable("token endpoint, status " + refusal.status());
                    });
        } catch (RuntimeException e) {
            throw new HarvestException(new Unavailable("token endpoint: " + kind(e)), e);
        }
    }

    private Instant tokenWindow(HttpRefusal refusal) {
        return clock.local(clock.now().plus(refusal.headers().retryAfter().orElse(Duration.ofMinutes(1))));
    }

    private void observe(AnswerHeaders headers) {
        clock.observe(headers);
        budget.observe(headers, clock.now());
    }

    private HarvestFailure failure(Operation operation, HttpRefusal refusal) {
        return switch (refusal.status()) {
            case 401 -> new Unauthorised("Greenhouse refuses the token for " + operation.label());
            case 403 -> new Forbidden(operation.scope());
            case 404 -> new NotFound(operation.label());
            case 400, 405, 415, 422 -> new Invalid("%s: %s".formatted(operation.label(), refusal.getMessage()));
            case 429 -> new Throttled(clock.local(budget.refused(clock.now())));
            default -> unanswered(operation, refusal.getMessage());
        };
    }

    private static HarvestFailure unanswered(Operation operation, String why) {
        String what = "%s: %s".formatted(operation.label(), why);
        return operation.writes() ? new UnknownOutcome(what) : new Unavailable(what);
    }

    private static boolean worthAnotherTry(Throwable e) {
        return e instanceof HarvestException harvest && harvest.failure() instanceof Unavailable;
    }

    private static boolean troubleOfGreenhouse(Throwable e) {
        return !(e instanceof HarvestException harvest)
                || harvest.failure() instanceof Unavailable
                || harvest.failure() instanceof UnknownOutcome;
    }

    /** The kind of failure; messages may carry addresses with cursors. */
    private static String kind(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
