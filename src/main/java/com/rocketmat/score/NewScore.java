package com.rocketmat.score;

import com.rocketmat.decision.Fact;
import java.math.BigDecimal;
import java.util.List;

/**
 * A new score of an application, not yet recorded.
 *
 * @param value null if the model could not score it
 * @param reasons strongest first; empty for none
 * @param refusal why there is no value, otherwise null
 * @param replaces the version whose score in Greenhouse it replaces, otherwise null
 */
public record NewScore(
        long applicationId,
        long candidateId,
        BigDecimal value,
        List<Reason> reasons,
        String refusal,
        Fact.Basis basis,
        String replaces) {

    public NewScore {
        reasons = List.copyOf(reasons);
    }

    public static NewScore of(long applicationId, long candidateId, BigDecimal value, List<Reason> reasons) {
        return new NewScore(applicationId, candidateId, value, reasons, null, Fact.Basis.UNKNOWN, null);
    }

    public static NewScore refused(long applicationId, long candidateId, String refusal) {
        return new NewScore(applicationId, candidateId, null, List.of(), refusal, Fact.Basis.UNKNOWN, null);
    }

    public NewScore replacing(String modelVersion) {
        return new NewScore(applicationId, candidateId, value, reasons, refusal, basis, modelVersion);
    }

    public NewScore from(Fact.Basis madeOf) {
        return new NewScore(applicationId, candidateId, value, reasons, refusal, madeOf, replaces);
    }
}
