package com.rocketmat.console.session;

import com.rocketmat.access.Operators;
import com.rocketmat.access.Operators.Operator;
import com.rocketmat.access.Operators.Role;
import com.rocketmat.access.Reach;
import com.rocketmat.audit.ActionDetails;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The sessions of signed-in operators, shared by all replicas. A session ends when it expires, at sign-out, or when its token is
 * no longer in Vault.
 */
@ApplicationScoped
public class Sessions {

    private static final String DELETE_EXPIRED = "DELETE FROM console_session WHERE expires_at <= ?1";

    private static final String ADD_OF_VAULT =
            "INSERT INTO console_session (id, operator, expires_at, token_mark) VALUES (?1, ?2, ?3, ?4)";

    private static final String ADD_OF_PROVIDER =
            "INSERT INTO console_session (id, operator, expires_at, role, tenants) VALUES (?1, ?2, ?3, ?4, ?5)";

    private static final String FIND =
            "SELECT operator, token_mark, role, tenants FROM console_session WHERE id = ?1 AND expires_at > ?2";

    private static final String DELETE = "DELETE FROM console_session WHERE id = ?1";

    private final Operators operators;
    private final ConsoleConfig config;
    private final Clock clock;
    private final ActionDetails call;
    private final Sql sql;

    Sessions(Operators operators, ConsoleConfig config, Clock clock, ActionDetails call, Sql sql) {
        this.operators = operators;
        this.config = config;
        this.clock = clock;
        this.call = call;
        this.sql = sql;
    }

    /** Empty if the token is unknown. Also deletes expired sessions. */
    @AcrossTenants
    public Optional<SessionSecret> open(String token) {
        return operators.identify(token).map(operator -> {
            SessionSecret secret = begin(operator);
            sql.update(ADD_OF_VAULT, secret.digest(), operator.name(), after(config.session()), Operators.mark(token));
            return secret;
        });
    }

    /** Opens a session for a user whom the identity provider has just authenticated. */
    @AcrossTenants
    public SessionSecret open(Operator operator) {
        SessionSecret secret = begin(operator);
        String tenants = operator.reach() instanceof Reach.Only only ? only.toString() : null;
        sql.update(
                ADD_OF_PROVIDER,
                secret.digest(),
                operator.name(),
                after(config.providerSession()),
                operator.role().name(),
                Sql.nullable(tenants, String.class));
        return secret;
    }

    private SessionSecret begin(Operator operator) {
        sql.update(DELETE_EXPIRED, clock.instant());
        call.signsIn(operator.name());
        return SessionSecret.random();
    }

    private Instant after(Duration duration) {
        return clock.instant().plus(duration);
    }

    /** The session's operator, with the current role in Vault or the identity provider's role at sign-in. */
    @AcrossTenants
    Optional<Operator> find(SessionSecret secret) {
        return sql.find(FIND, Tuple.class, secret.digest(), clock.instant()).flatMap(this::operator);
    }

    private Optional<Operator> operator(Tuple session) {
        String name = session.get("operator", String.class);
        String role = session.get("role", String.class);
        if (role == null) {
            return operators
                    .bearing(session.get("token_mark", String.class))
                    .filter(operator -> operator.name().equals(name));
        }
        String tenants = session.get("tenants", String.class);
        return Optional.of(new Operator(
                name,
                Role.valueOf(role),
                tenants == null ? new Reach.All() : Reach.Only.of(List.of(tenants.split(",", -1)))));
    }

    @AcrossTenants
    public void close(SessionSecret secret) {
        sql.update(DELETE, secret.digest());
    }
}
