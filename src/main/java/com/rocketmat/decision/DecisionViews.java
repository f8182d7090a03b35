package com.rocketmat.decision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.model.upload.ProtectedAttributes;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Shows rows of the log. The reasons are as they were recorded, since the digest is over them; the warning is about their features. */
@Singleton
class DecisionViews {

    /** A decision, with its key if that exists. */
    static final String SELECT = """
            SELECT d.number, d.at, d.alias, k.application_id, k.candidate_id, d.job_id, d.kind, d.version, d.value, d.raw,
              coalesce(d.reasons, '[]') AS reasons, d.mode, d.detail, encode(d.digest, 'hex') AS digest
            FROM decision d LEFT JOIN candidate_key k ON k.tenant_id = d.tenant_id AND k.alias = d.alias""";

    private static final JsonMapper JSON = new JsonMapper();

    private final ProtectedAttributes attributes;

    DecisionViews(ProtectedAttributes attributes) {
        this.attributes = attributes;
    }

    DecisionView of(ResultSet row) throws SQLException {
        String reasons = row.getString("reasons");
        String mode = row.getString("mode");
        return new DecisionView(
                row.getLong("number"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getObject("alias", UUID.class),
                row.getObject("application_id", Long.class),
                row.getObject("candidate_id", Long.class),
                row.getObject("job_id", Long.class),
                DecisionKind.valueOf(row.getString("kind")),
                row.getString("version"),
                row.getBigDecimal("value"),
                row.getObject("raw", Double.class),
                reasons,
                warning(reasons),
                mode == null ? null : DecisionMode.valueOf(mode),
                row.getString("detail"),
                row.getString("digest"));
    }

    String warning(String reasons) {
        return attributes.warning(features(reasons));
    }

    private static List<String> features(String reasons) {
        try {
            return JSON.readTree(reasons).findValuesAsText("feature");
        } catch (JsonProcessingException _) {
            // not ours: the row was changed, and is shown as it is
            return List.of();
        }
    }
}
