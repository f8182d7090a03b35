package com.rocketmat.decision;

import com.rocketmat.feature.FeatureValue;
import java.math.BigDecimal;
import java.util.Map;

/**
 * A decision to record. Its texts must not name the application or the candidate, because they outlive an erasure.
 *
 * @param version of the model, or null
 * @param value the score, or null
 * @param reasons of the score, as JSON, or null
 * @param mode null for decisions that are not about a score
 * @param detail the cause, or null
 */
public record Fact(
        DecisionKind kind,
        Subject subject,
        String version,
        BigDecimal value,
        String reasons,
        DecisionMode mode,
        String detail,
        Basis basis) {

    /**
     * The origin of a score.
     *
     * @param jobId null if not read; the log then takes the application's job from an earlier decision
     * @param raw the model's output, before the manifest's scale; null if unknown
     * @param features the model's input; empty if unknown
     */
    public record Basis(Long jobId, Double raw, Map<String, FeatureValue> features) {

        public static final Basis UNKNOWN = new Basis(null, null, Map.of());
    }

    /** A decision about a score that an earlier row records with its basis. */
    public static Fact of(DecisionKind kind, Subject subject, String version, BigDecimal value, String detail) {
        return new Fact(kind, subject, version, value, null, DecisionMode.LIVE, detail, Basis.UNKNOWN);
    }

    /** A decision that is not about a score. */
    public static Fact about(Subject subject, DecisionKind kind, String detail) {
        return new Fact(kind, subject, null, null, null, null, detail, Basis.UNKNOWN);
    }
}
