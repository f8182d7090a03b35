package com.rocketmat.decision;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A row of the log.
 *
 * @param number of the row in its tenant's log
 * @param candidateId null after an erasure
 * @param applicationId null after an erasure, and for decisions about the candidate as a whole
 * @param reasons as JSON, or null
 * @param digest of the chain up to this row, in hex
 */
public record Decision(
        long number,
        Instant at,
        UUID alias,
        Long candidateId,
        Long applicationId,
        Long jobId,
        DecisionKind kind,
        String version,
        BigDecimal value,
        Double raw,
        String reasons,
        DecisionMode mode,
        String detail,
        String digest) {

    /** Columns of a decision, with those of its key if that exists. */
    static final String COLUMNS =
            "d.number, d.at, d.alias, k.candidate_id, k.application_id, d.job_id, d.kind, d.version, d.value, d.raw,"
                    + " d.reasons, d.mode, d.detail, encode(d.digest, 'hex') AS digest";

    static final String FROM =
            " FROM decision d LEFT JOIN candidate_key k ON k.tenant_id = d.tenant_id AND k.alias = d.alias ";

    static Decision of(ResultSet row) throws SQLException {
        String mode = row.getString("mode");
        return new Decision(
                row.getLong("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getObject("alias", UUID.class),
                row.getObject("candidate_id", Long.class),
                row.getObject("application_id", Long.class),
                row.getObject("job_id", Long.class),
                DecisionKind.valueOf(row.getString("kind")),
                row.getString("version"),
                row.getBigDecimal("value"),
                row.getObject("raw", Double.class),
                row.getString("reasons"),
                mode == null ? null : DecisionMode.valueOf(mode),
                row.getString("detail"),
                row.getString("digest"));
    }
}
