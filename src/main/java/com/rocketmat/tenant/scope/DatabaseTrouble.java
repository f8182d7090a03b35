package com.rocketmat.tenant.scope;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Transient failures of the database, which say nothing about the tenant. */
public final class DatabaseTrouble {

    /** SQLSTATE classes of conflicts with concurrent transactions and of locks held by others. */
    private static final List<String> CONTENTION = List.of("40", "55P03");

    /**
     * Connection, authentication (a password may change before the replicas know it), insufficient resources, operator intervention,
     * and read-only.
     */
    private static final List<String> AWAY = List.of("08", "28", "53", "57P", "25006");

    /** Timeouts, and unsupported features: a prepared statement fails so after the next release has added a column. */
    private static final List<String> OTHER = List.of("57014", "25P03", "0A000");

    /** The transaction manager's code for a transaction that it ended because it took too long. */
    private static final String TIMED_OUT = "ARJUNA016102";

    private DatabaseTrouble() {}

    public static boolean causes(Throwable failure) {
        return states(failure).anyMatch(state -> isAway(state) || isOf(CONTENTION, state) || isOf(OTHER, state))
                || isTimedOut(failure);
    }

    /** Whether only a concurrent transaction caused the failure, so that work on other rows can continue. */
    public static boolean isContention(Throwable failure) {
        return states(failure).anyMatch(state -> isOf(CONTENTION, state));
    }

    /** Why the database is unavailable, if it is: not reachable, out of resources or read-only. */
    public static Optional<String> away(Throwable failure) {
        return states(failure)
                .filter(DatabaseTrouble::isAway)
                .findFirst()
                .map(state -> state.isEmpty() ? "no free connection" : "SQLSTATE " + state);
    }

    /** The pool sets no SQLSTATE if it has no free connection, for example while PostgreSQL is unreachable. */
    private static boolean isAway(String state) {
        return state.isEmpty() || isOf(AWAY, state);
    }

    private static boolean isOf(List<String> classes, String state) {
        return classes.stream().anyMatch(state::startsWith);
    }

    private static boolean isTimedOut(Throwable failure) {
        return chain(failure)
                .filter(RollbackException.class::isInstance)
                .anyMatch(rolledBack -> String.valueOf(rolledBack.getMessage()).startsWith(TIMED_OUT));
    }

    private static Stream<String> states(Throwable failure) {
        return withSuppressed(failure)
                .filter(SQLException.class::isInstance)
                .map(cause -> Objects.requireNonNullElse(((SQLException) cause).getSQLState(), ""));
    }

    /** Includes the cause of a failed commit, which the transaction manager adds as suppressed. */
    private static Stream<Throwable> withSuppressed(Throwable failure) {
        return chain(failure)
                .flatMap(cause -> cause instanceof RollbackException
                        ? Arrays.stream(cause.getSuppressed()).flatMap(DatabaseTrouble::withSuppressed)
                        : Stream.of(cause));
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
