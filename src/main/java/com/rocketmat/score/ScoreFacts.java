package com.rocketmat.score;

import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.DecisionMode;
import com.rocketmat.decision.Fact;
import com.rocketmat.decision.Subject;
import jakarta.persistence.Tuple;
import java.math.BigDecimal;

/** The decision log's facts about changes of scores. */
final class ScoreFacts {

    /** What a statement that changes scores must return for {@link #of(DecisionKind, Tuple, String)}. */
    static final String RETURNING = " RETURNING candidate_id, application_id, model_version, value";

    private static final String FOUND = "found in the field; when it was written is not known";

    private ScoreFacts() {}

    static Fact made(Score score, DecisionMode mode, Fact.Basis basis) {
        return new Fact(
                score.value == null ? DecisionKind.REFUSED : DecisionKind.SCORED,
                subject(score),
                score.modelVersion,
                score.value,
                new ReasonsConverter().convertToDatabaseColumn(score.reasons),
                mode,
                score.reason,
                basis);
    }

    static Fact settled(Score score) {
        DecisionKind kind = switch (score.state) {
            case WRITTEN -> DecisionKind.WRITTEN;
            case GONE -> DecisionKind.GONE;
            case REFUSED -> DecisionKind.REFUSED;
            case SUPERSEDED ->
                Scores.Settled.WITHHELD.equals(score.reason) ? DecisionKind.WITHHELD : DecisionKind.SUPERSEDED;
            case PENDING, DRY, SHADOW -> throw new IllegalStateException("not settled: " + score.state);
        };
        return of(kind, score);
    }

    /** As {@link #settled}, if only the field shows that the score was written. */
    static Fact found(Score score) {
        return score.state == ScoreState.WRITTEN
                ? Fact.of(DecisionKind.WRITTEN, subject(score), score.modelVersion, score.value, FOUND)
                : settled(score);
    }

    static Fact of(DecisionKind kind, Score score) {
        return Fact.of(kind, subject(score), score.modelVersion, score.value, score.reason);
    }

    static Fact of(DecisionKind kind, Tuple row, String why) {
        Subject subject = new Subject(row.get("candidate_id", Long.class), row.get("application_id", Long.class));
        return Fact.of(kind, subject, row.get("model_version", String.class), row.get("value", BigDecimal.class), why);
    }

    private static Subject subject(Score score) {
        return new Subject(score.candidateId, score.applicationId);
    }
}
