package com.rocketmat.console.session;

import com.rocketmat.access.Operators;
import com.rocketmat.access.Operators.Operator;
import com.rocketmat.audit.ActionDetails;
import com.rocketmat.tenant.scope.AcrossTenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The sessions of signed-in operators, shared by all replicas. A session ends when it expires, at sign-out, or when its token is
 * no longer in Vault.
 */
@ApplicationScoped
public class Sessions {

    private final Operators operators;
    private final ConsoleConfig config;
    private final Clock clock;
    private final ActionDetails call;

    Sessions(Operators operators, ConsoleConfig config, Clock clock, ActionDetails call) {
        this.operators = operators;
        this.config = config;
        this.clock = clock;
        this.call = call;
    }

    /** Empty if the token is unknown. Also deletes expired sessions. */
    @AcrossTenants
    public Optional<SessionSecret> open(String token) {
        return operators.identify(token).map(operator -> {
            SessionSecret secret = SessionSecret.random();
            add(ConsoleSession.ofVault(secret.digest(), operator, Operators.mark(token), after(config.session())));
            return secret;
        });
    }

    /** Opens a session for a user whom the identity provider has just authenticated. */
    @AcrossTenants
    public SessionSecret open(Operator operator) {
        SessionSecret secret = SessionSecret.random();
        add(ConsoleSession.ofProvider(secret.digest(), operator, after(config.providerSession())));
        return secret;
    }

    private Instant after(Duration duration) {
        return clock.instant().plus(duration);
    }

    private void add(ConsoleSession session) {
        ConsoleSession.delete("expiresAt <= ?1", clock.instant());
        call.signsIn(session.operator);
        session.persist();
    }

    /** The session's operator, with the current role in Vault or the identity provider's role at sign-in. */
    @AcrossTenants
    Optional<Operator> find(SessionSecret secret) {
        return ConsoleSession.<ConsoleSession>findByIdOptional(secret.digest())
                .filter(session -> session.expiresAt.isAfter(clock.instant()))
                .flatMap(session -> session.providersOperator()
                        .or(() -> operators
                                .bearing(session.tokenMark)
                                .filter(operator -> operator.name().equals(session.operator))));
    }

    @AcrossTenants
    public void close(SessionSecret secret) {
        ConsoleSession.deleteById(secret.digest());
    }
}
