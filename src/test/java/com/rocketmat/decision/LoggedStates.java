package com.rocketmat.decision;

import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.inject.spi.CDI;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the scores of a tenant with the last row of the log about each. */
public final class LoggedStates {

    private static final String UNLOGGED = """
            SELECT s.application_id, s.model_version, s.state, s.value, d.kind, d.mode, d.value AS logged
            FROM score s
            LEFT JOIN candidate_key k ON k.tenant_id = s.tenant_id AND k.application_id = s.application_id AND k.candidate_id = s.candidate_id
            LEFT JOIN LATERAL (
                SELECT kind, mode, value FROM decision
                WHERE tenant_id = s.tenant_id AND alias = k.alias AND version = s.model_version AND kind <> 'OVERRIDDEN'
                ORDER BY number DESC LIMIT 1) d ON true
            WHERE s.tenant_id = ? AND (s.value IS DISTINCT FROM d.value OR s.state IS DISTINCT FROM CASE
                WHEN d.mode = 'SHADOW' THEN 'SHADOW'
                WHEN d.kind = 'SCORED' AND d.mode = 'DRY_RUN' THEN 'DRY'
                WHEN d.kind IN ('SCORED', 'QUEUED') THEN 'PENDING'
                WHEN d.kind IN ('WITHHELD', 'CLEARED') THEN 'SUPERSEDED'
                ELSE d.kind END)
            ORDER BY 1, 2""";

    private static final String WRITES = """
            SELECT k.application_id, d.version, d.value FROM decision d
            JOIN candidate_key k ON k.tenant_id = d.tenant_id AND k.alias = d.alias
            WHERE d.tenant_id = ? AND d.kind = 'WRITTEN'""";

    private LoggedStates() {}

    /** A WRITTEN row of the log. */
    public record Write(String version, BigDecimal value) {}

    /** By application. */
    public static Map<Long, List<Write>> writes(Connection connection, String tenant) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(WRITES)) {
            query.setString(1, tenant);
            Map<Long, List<Write>> writes = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    writes.computeIfAbsent(rows.getLong(1), _ -> new ArrayList<>())
                            .add(new Write(rows.getString(2), rows.getBigDecimal(3)));
                }
            }
            return writes;
        }
    }

    public static Verification verified(TenantId tenant) {
        return CDI.current().select(Verifications.class).get().of(tenant);
    }

    /** Scores whose state is not that of the log. */
    public static List<String> unlogged(Connection connection, String tenant) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(UNLOGGED)) {
            query.setString(1, tenant);
            List<String> unlogged = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    unlogged.add("application %s, version %.8s: %s %s, in the log %s %s %s"
                            .formatted(
                                    rows.getString(1),
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getString(4),
                                    rows.getString(5),
                                    rows.getString(6),
                                    rows.getString(7)));
                }
            }
            return unlogged;
        }
    }
}
