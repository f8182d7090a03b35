package com.rocketmat.console;

import com.rocketmat.tenant.AcrossTenants;
import com.rocketmat.tenant.Operators;
import com.rocketmat.tenant.Operators.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Who is signed in, on whichever replica. A session ends by itself, by signing out, and when its token is no longer in Vault. */
@ApplicationScoped
class Sessions {

    private final Operators operators;
    private final ConsoleConfig config;
    private final Clock clock;

    Sessions(Operators operators, ConsoleConfig config, Clock clock) {
        this.operators = operators;
        this.config = config;
        this.clock = clock;
    }

    /** Empty when the token is nobody's. Sessions that are over go on this occasion. */
    @AcrossTenants
    @Transactional
    Optional<SessionSecret> open(String token) {
        return operators.identify(token).map(operator -> {
            Instant now = clock.instant();
            ConsoleSession.delete("expiresAt <= ?1", now);
            SessionSecret secret = SessionSecret.random();
            new ConsoleSession(secret.digest(), operator.name(), Operators.mark(token), now, now.plus(config.session()))
                    .persist();
            return secret;
        });
    }

    /** Whose session this is, with the role that Vault gives them now. */
    @AcrossTenants
    @Transactional
    Optional<Operator> find(SessionSecret secret) {
        return ConsoleSession.<ConsoleSession>findByIdOptional(secret.digest())
                .filter(session -> session.expiresAt.isAfter(clock.instant()))
                .flatMap(session -> operators
                        .bearing(session.tokenMark)
                        .filter(operator -> operator.name().equals(session.operator)));
    }

    @AcrossTenants
    @Transactional
    void close(SessionSecret secret) {
        ConsoleSession.deleteById(secret.digest());
    }
}
