package com.rocketmat.decision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.model.upload.ProtectedAttributes;
import jakarta.inject.Singleton;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Converts rows of the log to views. Reasons are shown as recorded, because the digest covers them. */
@Singleton
class DecisionViews {

    /** A decision, with its key if that still exists. */
    static final String SELECT = """
            SELECT d.number, d.at, d.alias, k.application_id, k.candidate_id, d.job_id, d.kind, d.version, d.value, d.raw,
              coalesce(d.reasons, '[]') AS reasons, d.mode, d.detail, encode(d.digest, 'hex') AS digest
            FROM decision d LEFT JOIN candidate_key k ON k.tenant_id = d.tenant_id AND k.alias = d.alias""";

    private static final JsonMapper JSON = new JsonMapper();

    private final ProtectedAttributes attributes;

    DecisionViews(ProtectedAttributes attributes) {
        this.attributes = attributes;
    }

    DecisionView of(Tuple row) {
        String reasons = row.get("reasons", String.class);
        String mode = row.get("mode", String.class);
        return new DecisionView(
                row.get("number", Long.class),
                row.get("at", Instant.class),
                row.get("alias", UUID.class),
                row.get("application_id", Long.class),
                row.get("candidate_id", Long.class),
                row.get("job_id", Long.class),
                DecisionKind.valueOf(row.get("kind", String.class)),
                row.get("version", String.class),
                row.get("value", BigDecimal.class),
                row.get("raw", Double.class),
                reasons,
                warning(reasons),
                mode == null ? null : DecisionMode.valueOf(mode),
                row.get("detail", String.class),
                row.get("digest", String.class));
    }

    String warning(String reasons) {
        return attributes.warning(features(reasons));
    }

    private static List<String> features(String reasons) {
        try {
            return JSON.readTree(reasons).findValuesAsText("feature");
        } catch (JsonProcessingException _) {
            // the row was changed; it is shown as it is
            return List.of();
        }
    }
}
