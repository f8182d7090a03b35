package com.rocketmat.model.manifest;

import java.time.Duration;
import java.util.Optional;

/** A batch could not be scored. The texts name features and fields, never a candidate's values. */
public final class ScoringFailed extends RuntimeException {

    public static final String MISSING = "missing";

    private static final String TOO_SLOW = "model-time";
    private static final String QUARANTINED = "quarantined";

    private final String problem;
    private final String field;
    private final String remedy;

    public ScoringFailed(String field, String reason, String remedy) {
        this(null, field, reason, remedy);
    }

    /** @param problem last part of the problem's type, if there is a specific one */
    public ScoringFailed(String problem, String field, String reason, String remedy) {
        super(reason);
        this.problem = problem;
        this.field = field;
        this.remedy = remedy;
    }

    public static ScoringFailed forLackOfTime(int rows, Duration limit) {
        return new ScoringFailed(
                TOO_SLOW,
                "model",
                "a batch of %d was not scored within %d ms".formatted(rows, limit.toMillis()),
                "export a smaller model");
    }

    public static ScoringFailed quarantined(String reason, String remedy) {
        return new ScoringFailed(QUARANTINED, "model", reason, remedy);
    }

    /** Rows must not be tried one by one: the model is not run any more. */
    public boolean ofQuarantinedModel() {
        return QUARANTINED.equals(problem);
    }

    public boolean isForLackOfTime() {
        return TOO_SLOW.equals(problem);
    }

    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** The model ran: this application lacks a value that the model needs. */
    public boolean forLackOfValues() {
        return field.equals(MISSING);
    }

    /** The related position in the manifest. */
    public String field() {
        return field;
    }

    public String reason() {
        return getMessage();
    }

    public String remedy() {
        return remedy;
    }
}
