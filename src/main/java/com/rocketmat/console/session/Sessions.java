package com.rocketmat.console.session;

import com.rocketmat.access.Operators;
import com.rocketmat.access.Operators.Operator;
import com.rocketmat.audit.ActionDetails;
import com.rocketmat.tenant.scope.AcrossTenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The sessions of signed-in operators, shared by all replicas. A session ends when it expires, at sign-out, or when its token is
 * no longer in Vault.
 */
@ApplicationScoped
public class Sessions {

    /** Of one person; several may share a token. */
    private static final int MOST = 100;

    private static final String OLDEST =
            "operator = ?1 and id not in (select id from ConsoleSession where operator = ?1 order by openedAt desc limit ?2)";

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

    /** Empty if the token is unknown. Also deletes expired sessions, and the person's oldest beyond {@link #MOST}. */
    @AcrossTenants
    public Optional<SessionSecret> open(String token) {
        return operators
                .identify(token)
                .map(operator -> begun((id, now) ->
                        ConsoleSession.ofVault(id, operator, Operators.mark(token), now, now.plus(config.session()))));
    }

    /** Opens a session for a user whom the identity provider has just authenticated. */
    @AcrossTenants
    public SessionSecret open(Operator ofProvider) {
        return begun((id, now) -> ConsoleSession.ofProvider(id, ofProvider, now, now.plus(config.providerSession())));
    }

    private SessionSecret begun(BiFunction<String, Instant, ConsoleSession> session) {
        Instant now = clock.instant();
        ConsoleSession.delete("expiresAt <= ?1", now);
        SessionSecret secret = SessionSecret.random();
        ConsoleSession begun = session.apply(secret.digest(), now);
        call.signsIn(begun.operator);
        begun.persist();
        ConsoleSession.delete(OLDEST, begun.operator, MOST);
        return secret;
    }

    /** The user of this session, with the current role from Vault or the role from the identity provider at sign-in. */
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
