package com.rocketmat.console.session;

import com.rocketmat.access.Operators;
import com.rocketmat.access.Operators.Operator;
import com.rocketmat.tenant.scope.AcrossTenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/** Who is signed in, on whichever replica. A session ends by itself, by signing out, and when its token is no longer in
 * Vault. */
@ApplicationScoped
public class Sessions {

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
    public Optional<SessionSecret> open(String token) {
        return operators
                .identify(token)
                .map(operator -> begun((id, now) ->
                        ConsoleSession.ofVault(id, operator, Operators.mark(token), now, now.plus(config.session()))));
    }

    /** For whom the identity provider has just known. */
    @AcrossTenants
    @Transactional
    public SessionSecret open(Operator ofProvider) {
        return begun((id, now) -> ConsoleSession.ofProvider(id, ofProvider, now, now.plus(config.providerSession())));
    }

    private SessionSecret begun(BiFunction<String, Instant, ConsoleSession> session) {
        Instant now = clock.instant();
        ConsoleSession.delete("expiresAt <= ?1", now);
        SessionSecret secret = SessionSecret.random();
        session.apply(secret.digest(), now).persist();
        return secret;
    }

    /** Whose session this is: with the role that Vault gives them now, or the identity provider gave them then. */
    @AcrossTenants
    @Transactional
    Optional<Operator> find(SessionSecret secret) {
        return ConsoleSession.<ConsoleSession>findByIdOptional(secret.digest())
                .filter(session -> session.expiresAt.isAfter(clock.instant()))
                .flatMap(session -> session.ofProvider()
                        .or(() -> operators
                                .bearing(session.tokenMark)
                                .filter(operator -> operator.name().equals(session.operator))));
    }

    @AcrossTenants
    @Transactional
    public void close(SessionSecret secret) {
        ConsoleSession.deleteById(secret.digest());
    }
}
