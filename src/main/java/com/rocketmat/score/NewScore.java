package com.rocketmat.score;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a model made of an application, not yet recorded.
 *
 * @param value null when the model could not score it
 * @param reasons the strongest first; empty when there are none
 * @param refusal why not, else null
 * @param replaces the version whose score in Greenhouse it takes the place of, else null
 */
public record NewScore(
        long applicationId, long candidateId, BigDecimal value, List<Reason> reasons, String refusal, String replaces) {

    public NewScore {
        reasons = List.copyOf(reasons);
    }

    public static NewScore of(long applicationId, long candidateId, BigDecimal value, List<Reason> reasons) {
        return new NewScore(applicationId, candidateId, value, reasons, null, null);
    }

    public static NewScore refused(long applicationId, long candidateId, String refusal) {
        return new NewScore(applicationId, candidateId, null, List.of(), refusal, null);
    }

    /** It is to take the place of that version's score. */
    public NewScore replacing(String modelVersion) {
        return new NewScore(applicationId, candidateId, value, reasons, refusal, modelVersion);
    }
}
