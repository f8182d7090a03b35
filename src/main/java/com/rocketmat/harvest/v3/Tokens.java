package com.rocketmat.harvest.v3;

import com.rocketmat.harvest.Causes;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure;
import com.rocketmat.harvest.HarvestFailure.Forbidden;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.Unauthorised;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.rocketmat.harvest.Introspection;
import com.rocketmat.harvest.Operation;
import com.rocketmat.harvest.call.Authorisation;
import com.rocketmat.harvest.call.CountedCalls;
import com.rocketmat.harvest.call.HttpRefusal;
import com.rocketmat.harvest.call.RateBudget;
import com.rocketmat.harvest.call.ServerClock;
import com.rocketmat.tenant.settings.Credential;
import com.rocketmat.tenant.settings.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One tenant's access token, shared by all its callers. Only one caller mints at a time: it is not documented whether a new token
 * revokes the previous one, in which case two callers could revoke each other's tokens forever.
 */
public final class Tokens implements Authorisation {

    /** Also used if the answer's expiry makes no sense: an expired token is refused, and then replaced. */
    private static final Duration DEFAULT_LIFETIME = Duration.ofHours(1);

    private static final Duration MAX_LIFETIME = Duration.ofDays(1);
    private static final Duration RENEW_BEFORE = Duration.ofSeconds(90);
    /** A scope that is granted later is only in a token that is minted later, but applications that are forbidden must not cost one each. */
    private static final Duration BETWEEN_FORBIDDEN = Duration.ofMinutes(1);

    private static final Duration RATE_WINDOW = Duration.ofMinutes(1);
    private static final int RATE_LIMIT = 60;
    private static final String BEARER = "Bearer ";

    private final TokenApi api;
    private final Credential.OAuthClient client;
    private final Optional<Long> userId;
    private final ServerClock clock;
    /** The token endpoint has its own limit (recorded: 60 per minute). */
    private final CountedCalls calls;

    private final ReentrantLock minting = new ReentrantLock();
    private Token token;
    private Instant lastForForbidden = Instant.EPOCH;

    public Tokens(
            TokenApi api,
            Credential.OAuthClient client,
            Optional<Long> userId,
            ServerClock clock,
            MeterRegistry metrics) {
        this.api = api;
        this.client = client;
        this.userId = userId;
        this.clock = clock;
        this.calls = new CountedCalls(new RateBudget(RATE_LIMIT, RATE_WINDOW), clock, metrics);
    }

    private record Token(Secret bearer, Instant renewAt, boolean forbidden) {

        Token forbiddenUntil(Instant end) {
            return new Token(bearer, end.isBefore(renewAt) ? end : renewAt, true);
        }
    }

    /** Mints a token if there is none or it is about to expire. */
    @Override
    public Secret header() {
        minting.lock();
        try {
            if (token == null || !clock.now().isBefore(token.renewAt())) {
                if (token != null && token.forbidden()) {
                    lastForForbidden = clock.now();
                }
                token = mint();
            }
            return token.bearer();
        } finally {
            minting.unlock();
        }
    }

    /**
     * Until when callers other than runs must wait: a training and runs in two processes may replace each other's token at every call, and
     * runs must not find the endpoint's window used up.
     */
    Optional<Instant> restUntil() {
        return calls.restUntil();
    }

    /** Always mints; concurrent callers then use the new token. */
    void mintAnew() {
        minting.lock();
        try {
            token = mint();
        } finally {
            minting.unlock();
        }
    }

    /** What Greenhouse reports about the token; empty if it does not, which is not documented. */
    Optional<Introspection> introspect(String address) {
        String bearer = header().reveal().substring(BEARER.length());
        try {
            return Introspection.of(calls.make(() -> api.introspect(address, basic(), bearer, "access_token"))
                    .body());
        } catch (HttpRefusal refusal) {
            if (refusal.status() == 429) {
                calls.refused();
            }
            return Optional.empty();
        } catch (RuntimeException _) {
            // introspection is optional: nothing depends on it
            return Optional.empty();
        }
    }

    /** Keeps a newer token that another caller minted meanwhile. */
    @Override
    public boolean renew(Secret refused, int status) {
        boolean invalid = status == 401;
        minting.lock();
        try {
            if (token != null && token.bearer().equals(refused)) {
                token = invalid ? null : afterForbidden(token);
            }
        } finally {
            minting.unlock();
        }
        return invalid;
    }

    private Token afterForbidden(Token used) {
        if (used.forbidden()) {
            return used;
        }
        Instant now = clock.now();
        Instant next = lastForForbidden.plus(BETWEEN_FORBIDDEN);
        return used.forbiddenUntil(now.isBefore(next) ? next : now);
    }

    @Override
    public HarvestFailure refusal(Operation operation, int status) {
        return status == 403
                ? new Forbidden(operation.scope())
                : new Unauthorised("Greenhouse refuses the token for " + operation.label());
    }

    @Override
    public HarvestFailure missing(Operation operation, String what) {
        return new NotFound(what);
    }

    private Token mint() {
        String basic = basic();
        try {
            return token(calls.make(() -> api.mint(basic, "client_credentials", userId.orElse(null)))
                    .body());
        } catch (HttpRefusal refusal) {
            throw new HarvestException(failure(refusal));
        } catch (HarvestException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new HarvestException(new Unavailable("token endpoint: " + Causes.kind(e)), e);
        }
    }

    private Token token(TokenApi.Answer answer) {
        if (answer == null || answer.accessToken() == null) {
            throw new HarvestException(new Unavailable("token endpoint: the answer contains no token"));
        }
        Instant now = clock.now();
        Duration lifetime = Optional.ofNullable(answer.expiresAt())
                .map(end -> Duration.between(now, end))
                .or(() -> Optional.ofNullable(answer.expiresIn()).map(Duration::ofSeconds))
                .filter(Duration::isPositive)
                .orElse(DEFAULT_LIFETIME);
        Duration usable = min(lifetime, MAX_LIFETIME);
        // for shorter lives half of it: otherwise every call would mint
        return new Token(
                new Secret(BEARER + answer.accessToken()),
                now.plus(usable.minus(min(usable.dividedBy(2), RENEW_BEFORE))),
                false);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private HarvestFailure failure(HttpRefusal refusal) {
        return switch (refusal.status()) {
            case 400, 401, 403 ->
                new Unauthorised("Greenhouse refuses the client id and secret (token endpoint, status %d)"
                        .formatted(refusal.status()));
            case 429 -> calls.refused();
            case 301, 302, 303, 307, 308, 404, 405, 410 ->
                new Unavailable(
                        "token endpoint, status %d: check rocketmat.harvest.token-url".formatted(refusal.status()));
            default -> new Unavailable("token endpoint, status " + refusal.status());
        };
    }

    private String basic() {
        return Authorisation.basic(
                        client.clientId().reveal(), client.clientSecret().reveal())
                .reveal();
    }
}
