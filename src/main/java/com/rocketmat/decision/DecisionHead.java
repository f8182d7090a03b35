package com.rocketmat.decision;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * The end of a tenant's chain.
 *
 * @param number of the last row; 0 for none
 * @param at when it was recorded
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DecisionHead(long number, Instant at, byte[] digest) {

    static DecisionHead of(ResultSet row) throws SQLException {
        return new DecisionHead(
                row.getLong("number"), row.getObject("at", OffsetDateTime.class).toInstant(), row.getBytes("digest"));
    }
}
