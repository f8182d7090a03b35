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
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A browser in which an operator is signed in. It belongs to no tenant. */
@Entity
@Table(name = "console_session")
public class ConsoleSession extends PanacheEntityBase {

    /** A digest of what the browser holds. */
    @Id
    String id;

    @Column(updatable = false)
    String operator;

    /** Of a token of Vault's; null for whom the identity provider knows. */
    @Column(name = "token_mark", updatable = false)
    String tokenMark;

    /** What the identity provider said; null for Vault's, who are asked for each time. */
    @Column(updatable = false)
    @Enumerated(EnumType.STRING)
    Role role;

    /** The ids of those that the operator is kept to, with commas between; null: no such restriction. */
    @Column(updatable = false)
    String tenants;

    @Column(name = "opened_at", updatable = false)
    Instant openedAt;

    @Column(name = "expires_at", updatable = false)
    Instant expiresAt;

    protected ConsoleSession() {}

    private ConsoleSession(String id, Operator operator, Instant openedAt, Instant expiresAt) {
        this.id = id;
        this.operator = operator.name();
        this.openedAt = openedAt;
        this.expiresAt = expiresAt;
    }

    static ConsoleSession ofVault(String id, Operator operator, String tokenMark, Instant openedAt, Instant expiresAt) {
        ConsoleSession session = new ConsoleSession(id, operator, openedAt, expiresAt);
        session.tokenMark = tokenMark;
        return session;
    }

    static ConsoleSession ofProvider(String id, Operator operator, Instant openedAt, Instant expiresAt) {
        ConsoleSession session = new ConsoleSession(id, operator, openedAt, expiresAt);
        session.role = operator.role();
        session.tenants = operator.reach() instanceof Reach.Only only ? only.toString() : null;
        return session;
    }

    /** As the identity provider said when the session was opened; empty for those of Vault. */
    Optional<Operator> ofProvider() {
        return Optional.ofNullable(role)
                .map(present -> new Operator(
                        operator,
                        present,
                        tenants == null ? new Reach.All() : Reach.Only.of(List.of(tenants.split(",", -1)))));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConsoleSession that && Objects.equals(id, that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(id);
    }
}
