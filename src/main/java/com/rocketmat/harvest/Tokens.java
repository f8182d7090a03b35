package com.rocketmat.harvest;

import com.rocketmat.tenant.Credential;
import com.rocketmat.tenant.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One tenant's access token, shared by all that call for it. Minted single-flight: whether a new token kills the previous one is
 * not established, and two callers that mint in turn would then revoke each other for ever.
 */
final class Tokens {

    private static final Duration DEFAULT_LIFE = Duration.ofHours(1);
    private static final Duration EARLY = Duration.ofSeconds(90);

    private final TokenApi api;
    private final Credential.OAuthClient client;
    private final Optional<Long> userId;
    private final ServerClock clock;
    private final ReentrantLock minting = new ReentrantLock();
    private volatile Token token;

    Tokens(TokenApi api, Credential.OAuthClient client, Optional<Long> userId, ServerClock clock) {
        this.api = api;
        this.client = client;
        this.userId = userId;
        this.clock = clock;
    }

    private record Token(Secret bearer, Instant renewAt) {}

    /** The value of an Authorization header; mints when there is no token or it is about to end. */
    Secret bearer() {
        Token current = token;
        if (current != null && clock.now().isBefore(current.renewAt())) {
            return current.bearer();
        }
        minting.lock();
        try {
            if (token == null || !clock.now().isBefore(token.renewAt())) {
                token = mint();
            }
            return token.bearer();
        } finally {
            minting.unlock();
        }
    }

    /** Greenhouse refused this token; a newer one that somebody else minted meanwhile stays. */
    void drop(Secret refused) {
        minting.lock();
        try {
            if (token != null && token.bearer().equals(refused)) {
                token = null;
            }
        } finally {
            minting.unlock();
        }
    }

    private Token mint() {
        var answer = api.mint(basic(), "client_credentials", userId.orElse(null));
        clock.observe(AnswerHeaders.of(answer::getHeaderString));
        TokenApi.Answer body = answer.getEntity();
        Instant end = Optional.ofNullable(body.expiresAt())
                .orElseGet(() -> clock.now()
                        .plus(body.expiresIn() == null ? DEFAULT_LIFE : Duration.ofSeconds(body.expiresIn())));
        // of a life shorter than that, half: else every call would mint
        Duration half = Duration.between(clock.now(), end).dividedBy(2);
        Duration early = half.compareTo(EARLY) < 0 ? half : EARLY;
        return new Token(new Secret("Bearer " + body.accessToken()), end.minus(early));
    }

    private String basic() {
        String pair = client.clientId().reveal() + ":" + client.clientSecret().reveal();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
