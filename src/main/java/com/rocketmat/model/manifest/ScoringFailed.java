package com.rocketmat.model.manifest;

import java.time.Duration;
import java.util.Optional;

/** A batch could not be scored. The texts name features and fields, never a candidate's value. */
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

    /** @param problem as the last part of a problem's type, where this is one that has a name of its own */
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

    /** No row is to be tried by itself: the model is not run any more. */
    public boolean ofQuarantinedModel() {
        return QUARANTINED.equals(problem);
    }

    public boolean isForLackOfTime() {
        return TOO_SLOW.equals(problem);
    }

    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** The model did run: it is this application that lacks what the model cannot do without. */
    public boolean forLackOfValues() {
        return field.equals(MISSING);
    }

    /** The place in the manifest that has to do with it. */
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
