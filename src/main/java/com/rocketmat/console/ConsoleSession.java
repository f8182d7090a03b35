package com.rocketmat.console;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;

/** A browser in which an operator is signed in. It belongs to no tenant. */
@Entity
@Table(name = "console_session")
public class ConsoleSession extends PanacheEntityBase {

    /** A digest of what the browser holds. */
    @Id
    String id;

    @Column(updatable = false)
    String operator;

    @Column(name = "token_mark", updatable = false)
    String tokenMark;

    @Column(name = "opened_at", updatable = false)
    Instant openedAt;

    @Column(name = "expires_at", updatable = false)
    Instant expiresAt;

    protected ConsoleSession() {}

    ConsoleSession(String id, String operator, String tokenMark, Instant openedAt, Instant expiresAt) {
        this.id = id;
        this.operator = operator;
        this.tokenMark = tokenMark;
        this.openedAt = openedAt;
        this.expiresAt = expiresAt;
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
