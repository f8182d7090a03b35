package com.rocketmat.tenant.scope;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Failures of the database that pass by themselves and say nothing about the tenant. */
public final class DatabaseTrouble {

    /**
     * SQLSTATE classes: connections, sign-in (a password may be replaced before its replicas are), insufficient resources, operator
     * intervention, timeouts, read-only, and rolled back by concurrent transactions.
     */
    private static final List<String> PASSING = List.of("08", "28", "53", "57P", "57014", "25006", "25P03", "40");

    private DatabaseTrouble() {}

    public static boolean causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                // the pool has no free connection, and sets no SQLSTATE
                .anyMatch(state -> state == null || PASSING.stream().anyMatch(state::startsWith));
    }
}
