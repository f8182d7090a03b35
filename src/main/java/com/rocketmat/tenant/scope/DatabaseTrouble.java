package com.rocketmat.tenant.scope;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Failures of the database that pass by themselves and say nothing about the tenant. */
public final class DatabaseTrouble {

    /** SQLSTATE classes: rolled back by concurrent transactions, and locks that others hold. */
    private static final List<String> CONTENTION = List.of("40", "55P03");

    /**
     * Connections, sign-in (a password may be replaced before its replicas are), insufficient resources, operator intervention, and
     * read-only.
     */
    private static final List<String> AWAY = List.of("08", "28", "53", "57P", "25006");

    /** Timeouts, and unsupported: so is a statement that the connection prepared before the next release added a column. */
    private static final List<String> OTHERS = List.of("57014", "25P03", "0A000");

    /** What the transaction manager says of a transaction that it has ended itself: it took too long, as where the process stood still. */
    private static final String ENDED = "ARJUNA016102";

    private DatabaseTrouble() {}

    public static boolean causes(Throwable failure) {
        return states(failure).anyMatch(state -> isAway(state) || isOf(CONTENTION, state) || isOf(OTHERS, state))
                || isEnded(failure);
    }

    /** Whether it was only another transaction that had the same rows: what concerns other rows can go on. */
    public static boolean isContention(Throwable failure) {
        return states(failure).anyMatch(state -> isOf(CONTENTION, state));
    }

    /** How it is seen that the database is away, full or takes no writes. */
    public static Optional<String> away(Throwable failure) {
        return states(failure)
                .filter(DatabaseTrouble::isAway)
                .findFirst()
                .map(state -> state.isEmpty() ? "no free connection" : "SQLSTATE " + state);
    }

    /** The pool sets no SQLSTATE where it has no free connection, as while packets to PostgreSQL are dropped. */
    private static boolean isAway(String state) {
        return state.isEmpty() || isOf(AWAY, state);
    }

    private static boolean isOf(List<String> classes, String state) {
        return classes.stream().anyMatch(state::startsWith);
    }

    private static boolean isEnded(Throwable failure) {
        return chain(failure)
                .filter(RollbackException.class::isInstance)
                .anyMatch(rolledBack -> String.valueOf(rolledBack.getMessage()).startsWith(ENDED));
    }

    private static Stream<String> states(Throwable failure) {
        return behind(failure)
                .filter(SQLException.class::isInstance)
                .map(cause -> Objects.requireNonNullElse(((SQLException) cause).getSQLState(), ""));
    }

    /** With what made a commit fail, which the transaction manager has as suppressed. */
    private static Stream<Throwable> behind(Throwable failure) {
        return chain(failure)
                .flatMap(cause -> cause instanceof RollbackException
                        ? Arrays.stream(cause.getSuppressed()).flatMap(DatabaseTrouble::behind)
                        : Stream.of(cause));
    }

    private static Stream<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
