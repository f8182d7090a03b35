package com.rocketmat.harvest.call;

import com.rocketmat.harvest.Causes;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.Redirected;
import com.rocketmat.harvest.HarvestFailure.Resting;
import com.rocketmat.harvest.HarvestFailure.Throttled;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.harvest.NotSent;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.RateWindow;
import com.rocketmat.harvest.SessionClosed;
import com.rocketmat.tenant.settings.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Makes one tenant's calls: within the rate window, authorised, through the tenant's own circuit breaker, with every kind of
 * failure distinguished.
 */
public final class HarvestCalls {

    public static final String REQUESTS = "rocketmat_harvest_requests";
    /** Counts Greenhouse's 429s only, not calls that the budget holds back. */
    public static final String THROTTLED = "rocketmat_harvest_throttled";

    /** Of a read, without a delay between them: a slice never sleeps, and the next slice handles longer outages. */
    static final int TRIES = 3;
    /**
     * A read slower than most is sent again at once, so that one slow call in a hundred does not delay a slice. Further tries wait as long as a
     * call may take, so that reading works even if Greenhouse is slow throughout.
     */
    static final Duration FIRST_TRY = Duration.ofSeconds(3);
    /** A slower write is read back. */
    private static final Duration WRITE = Duration.ofSeconds(5);

    /** This many failures in a row are not a coincidence; single failures do not affect a tenant's other calls. */
    static final int FAILURES_IN_A_ROW = 10;

    private static final Duration UNKNOWN_TIME = Duration.ofMinutes(1);

    /** For one call: never a loop. */
    private static final int MOST_TOKENS = 2;
    /** Another process may replace the new token too, and a write, unlike a read, is not tried again. */
    private static final int MOST_TOKENS_OF_WRITE = 3;

    /** Greenhouse or its proxy gave up waiting; the work behind it may continue. */
    private static final Set<Integer> TIMED_OUT = Set.of(408, 504);

    private final Authorisation authorisation;
    private final RateBudget budget;
    private final CountedCalls counted;
    private final ServerClock clock;
    private final MeterRegistry metrics;
    private final Duration callTimeout;
    private final Duration circuitDelay;
    private volatile boolean closed;
    private final Guard firstTry = within(FIRST_TRY);
    private final Guard furtherTries = Guard.create().build();
    private final Guard write = within(WRITE);
    private final Guard breaker;
    private volatile String lastFailure = "no answer";

    public HarvestCalls(
            Authorisation authorisation,
            RateBudget budget,
            ServerClock clock,
            HarvestConfig config,
            MeterRegistry metrics) {
        this.authorisation = authorisation;
        this.budget = budget;
        this.counted = new CountedCalls(budget, clock, metrics);
        this.clock = clock;
        this.metrics = metrics;
        this.callTimeout = config.callTimeout();
        this.circuitDelay = config.circuitDelay();
        this.breaker = Guard.create()
                .withCircuitBreaker()
                .requestVolumeThreshold(FAILURES_IN_A_ROW)
                .failureRatio(1)
                .delay(circuitDelay.toMillis(), ChronoUnit.MILLIS)
                .when(HarvestCalls::isFailureOfGreenhouse)
                .done()
                .withTimeout()
                .duration(callTimeout.toMillis(), ChronoUnit.MILLIS)
                .done()
                .build();
    }

    private static Guard within(Duration time) {
        return Guard.create()
                .withTimeout()
                .duration(time.toMillis(), ChronoUnit.MILLIS)
                .done()
                .build();
    }

    public Instant now() {
        return clock.now();
    }

    public boolean knowsTime() {
        return clock.known();
    }

    public boolean scarce() {
        return budget.scarce(clock.now());
    }

    public double budgetUsed() {
        return budget.used(clock.now());
    }

    public int left() {
        return budget.left(clock.now());
    }

    public RateWindow window() {
        return budget.snapshot();
    }

    /** By our clock. */
    public Optional<Instant> restUntil() {
        return counted.restUntil();
    }

    /**
     * Continues with the rate window stored by another replica. Before an answer has shown Greenhouse's time, it waits little longer than a
     * window for the stored end: our clock may be minutes behind.
     */
    public void resume(RateWindow left) {
        Instant latest = clock.now().plus(left.length()).plus(UNKNOWN_TIME);
        boolean bounded = clock.known() || left.end().isBefore(latest);
        budget.restore(bounded ? left : new RateWindow(left.limit(), left.remaining(), left.length(), latest));
    }

    /** The tenant's credential was replaced or removed: every further call throws {@link SessionClosed}. */
    public void close() {
        closed = true;
    }

    /** A call that changes nothing and may be repeated. */
    public <T> Answer<T> read(Operation operation, Function<String, RestResponse<T>> call) {
        long begun = System.nanoTime();
        HarvestException failed = null;
        for (int tries = 1; failed == null || (tries <= TRIES && !isTimedOut(begun)); tries++) {
            try {
                return requireRows(operation, guarded(operation, tries == 1 ? firstTry : furtherTries, call));
            } catch (HarvestException e) {
                if (!(e.failure() instanceof Unavailable)) {
                    // our own count ends the tries too, but the failure before it is the reason
                    boolean heldBack = e.failure() instanceof Throttled throttled && !throttled.told();
                    throw failed != null && heldBack ? failed : e;
                }
                failed = e;
            }
        }
        throw failed;
    }

    private boolean isTimedOut(long begun) {
        return System.nanoTime() - begun > callTimeout.toNanos();
    }

    /** A call that may have taken effect although it failed, except with {@link Unavailable}: then it was not sent, or not authorised. */
    public <T> Answer<T> write(
            Operation operation, BooleanSupplier stillWanted, Function<String, RestResponse<T>> call) {
        return guarded(operation, write, header -> {
            if (!isWanted(stillWanted)) {
                throw new NotSent();
            }
            return call.apply(header);
        });
    }

    /** False if that is unknown, for example while the database is unavailable: a failure here would count as one of a call. */
    private static boolean isWanted(BooleanSupplier stillWanted) {
        try {
            return stillWanted.getAsBoolean();
        } catch (RuntimeException _) {
            return false;
        }
    }

    /** A 200 without rows, or with null rows, is treated as a failure of Greenhouse. */
    private static <T> Answer<T> requireRows(Operation operation, Answer<T> answer) {
        boolean hasNullRow =
                answer.body() instanceof List<?> rows && rows.stream().anyMatch(Objects::isNull);
        if (answer.body() == null || hasNullRow) {
            throw new HarvestException(new Unavailable("%s: the answer lacks rows".formatted(operation.label())));
        }
        return answer;
    }

    private <T> Answer<T> guarded(Operation operation, Guard within, Function<String, RestResponse<T>> call) {
        String outcome = "ok";
        try {
            return breaker.get(() -> authorised(operation, within, call), new TypeLiteral<>() {});
        } catch (CircuitBreakerOpenException e) {
            outcome = "circuit_open";
            throw new HarvestException(
                    new Resting(
                            "several calls in a row failed, the last one with: " + lastFailure,
                            clock.local(clock.now().plus(circuitDelay))),
                    e);
        } catch (NotSent e) {
            outcome = "not_sent";
            throw e;
        } catch (SessionClosed e) {
            outcome = "secret_replaced";
            throw e;
        } catch (HarvestException e) {
            outcome = e.failure().getClass().getSimpleName();
            throw remember(e);
        } catch (RuntimeException e) {
            // timeouts and broken connections, from any layer
            outcome = "io";
            String kind = Causes.kind(e);
            throw remember(new HarvestException(unanswered(operation, kind, kind.contains("Timeout")), e));
        } finally {
            metrics.counter(REQUESTS, "operation", operation.label(), "outcome", outcome)
                    .increment();
        }
    }

    /** Remembers it for the time in which the circuit breaker lets no call through. */
    private HarvestException remember(HarvestException e) {
        switch (e.failure()) {
            case Unavailable failure -> lastFailure = failure.what();
            case UnknownOutcome failure -> lastFailure = failure.what();
            default -> {
                // concerns this call only
            }
        }
        return e;
    }

    private <T> Answer<T> authorised(Operation operation, Guard within, Function<String, RestResponse<T>> call) {
        int maxTokens = operation.writes() ? MOST_TOKENS_OF_WRITE : MOST_TOKENS;
        for (int tries = 1; ; tries++) {
            Secret header = header();
            try {
                return attempt(header, within, call);
            } catch (HttpRefusal refusal) {
                boolean refused = refusal.status() == 401 || refusal.status() == 403;
                boolean mayBeOutdated = refused && (tries == 1 || refusal.tokenReplaced());
                boolean renewed = mayBeOutdated && authorisation.renew(header, refusal.status());
                if (!renewed || tries == maxTokens) {
                    throw new HarvestException(failure(operation, refusal));
                }
            }
        }
    }

    private Secret header() {
        refuseIfClosed();
        return authorisation.header();
    }

    private <T> Answer<T> attempt(Secret header, Guard within, Function<String, RestResponse<T>> call) {
        // checked again: another call may have minted a token meanwhile
        refuseIfClosed();
        try {
            return within.get(() -> counted.make(() -> call.apply(header.reveal())), new TypeLiteral<>() {});
        } catch (HttpRefusal refusal) {
            // Greenhouse's support asks for the id; as part of the reason it would make each one different
            Log.debugf(
                    "Greenhouse answered %d, request id %s",
                    refusal.status(), refusal.headers().requestId());
            throw refusal;
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new SessionClosed();
        }
    }

    private HarvestFailure failure(Operation operation, HttpRefusal refusal) {
        return switch (refusal.status()) {
            case 401, 403 ->
                refusal.tokenReplaced()
                        ? new Unavailable("another process replaced the token")
                        : authorisation.refusal(operation, refusal.status());
            case 301, 302, 303, 307, 308 -> new Redirected("%s: %s".formatted(operation.label(), refusal.getMessage()));
            case 404, 410 ->
                authorisation.missing(operation, "%s: %s".formatted(operation.label(), refusal.getMessage()));
            case 400, 405, 415, 422 ->
                new Invalid(
                        "%s: %s".formatted(operation.label(), refusal.getMessage()),
                        refusal.fields(),
                        refusal.status() == 422);
            case 429 -> counted.refused();
            default -> unanswered(operation, refusal.getMessage(), isUnderWay(refusal.status()));
        };
    }

    private static boolean isUnderWay(int status) {
        return RefusalMapper.isInterim(status) || TIMED_OUT.contains(status);
    }

    private static HarvestFailure unanswered(Operation operation, String why, boolean underWay) {
        String what = "%s: %s".formatted(operation.label(), why);
        return operation.writes() ? new UnknownOutcome(what, underWay) : new Unavailable(what);
    }

    private static boolean isFailureOfGreenhouse(Throwable e) {
        return switch (e) {
            case SessionClosed _, NotSent _ -> false;
            case HarvestException harvest ->
                harvest.failure() instanceof Unavailable || harvest.failure() instanceof UnknownOutcome;
            default -> true;
        };
    }
}
