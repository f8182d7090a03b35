package com.rocketmat.console.session;

import com.rocketmat.access.Operators.Operator;
import com.rocketmat.access.Operators.Role;
import com.rocketmat.access.Reach;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A browser session of a signed-in operator. It belongs to no tenant. */
@Entity
public class ConsoleSession extends PanacheEntityBase {

    /** A digest of the secret in the browser's cookie. */
    @Id
    String id;

    @Column(updatable = false)
    String operator;

    /** The mark of an operator's token in Vault; null for users of the identity provider. */
    @Column(updatable = false)
    String tokenMark;

    /** The role from the identity provider; null for operators in Vault, whose role is read on each request. */
    @Column(updatable = false)
    @Enumerated(EnumType.STRING)
    Role role;

    /** Comma-separated ids of the tenants the user is restricted to; null for all tenants. */
    @Column(updatable = false)
    String tenants;

    @Column(updatable = false)
    Instant expiresAt;

    protected ConsoleSession() {}

    private ConsoleSession(String id, Operator operator, Instant expiresAt) {
        this.id = id;
        this.operator = operator.name();
        this.expiresAt = expiresAt;
    }

    static ConsoleSession ofVault(String id, Operator operator, String tokenMark, Instant expiresAt) {
        ConsoleSession session = new ConsoleSession(id, operator, expiresAt);
        session.tokenMark = tokenMark;
        return session;
    }

    static ConsoleSession ofProvider(String id, Operator operator, Instant expiresAt) {
        ConsoleSession session = new ConsoleSession(id, operator, expiresAt);
        session.role = operator.role();
        session.tenants = operator.reach() instanceof Reach.Only only ? only.toString() : null;
        return session;
    }

    /** The operator as authenticated by the identity provider; empty for operators in Vault. */
    Optional<Operator> providersOperator() {
        return Optional.ofNullable(role)
                .map(present -> new Operator(
                        operator,
                        present,
                        tenants == null ? new Reach.All() : Reach.Only.of(List.of(tenants.split(",", -1)))));
    }
}
