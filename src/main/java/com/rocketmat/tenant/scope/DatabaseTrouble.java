package com.rocketmat.tenant.scope;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Failures of the database that pass by themselves, and say nothing of the tenant whose work met them. */
public final class DatabaseTrouble {

    /** SQLSTATE: connections, too few resources, an administrator's stop, too slow, no writes, and transactions that others' undid. */
    private static final List<String> PASSING = List.of("08", "53", "57P", "57014", "25006", "40");

    private DatabaseTrouble() {}

    public static boolean causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                // the pool has none to give, and gives no state
                .anyMatch(state -> state == null || PASSING.stream().anyMatch(state::startsWith));
    }
}
