package com.rocketmat.score;

import java.math.BigDecimal;

/**
 * What a model made of an application, not yet recorded.
 *
 * @param value null when the model could not score it
 * @param refusal why not, else null
 */
public record NewScore(long applicationId, long candidateId, BigDecimal value, String refusal) {

    public static NewScore of(long applicationId, long candidateId, BigDecimal value) {
        return new NewScore(applicationId, candidateId, value, null);
    }

    public static NewScore refused(long applicationId, long candidateId, String refusal) {
        return new NewScore(applicationId, candidateId, null, refusal);
    }
}
