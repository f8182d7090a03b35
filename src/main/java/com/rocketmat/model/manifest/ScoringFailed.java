package com.rocketmat.model.manifest;

import java.time.Duration;
import java.util.Optional;

/** A batch could not be scored. The texts name features and fields, never a candidate's values. */
public final class ScoringFailed extends RuntimeException {

    private static final String TOO_SLOW = "model-time";
    private static final String QUARANTINED = "quarantined";

    private final String problem;
    private final String field;
    private final String remedy;
    private final Concern concern;

    /** What a failure says about other applications. */
    private enum Concern {
        /** Nothing: it is about the values of this one. */
        ROW,
        /** It is about all of them: a field in Greenhouse is of a type that the model does not take. */
        FIELD,
        /** That is not known: the model may be damaged, or fail for some values. */
        MODEL
    }

    public ScoringFailed(String field, String reason, String remedy) {
        this(null, field, reason, remedy);
    }

    /** @param problem last part of the problem's type, if there is a specific one */
    public ScoringFailed(String problem, String field, String reason, String remedy) {
        this(problem, field, reason, remedy, Concern.MODEL);
    }

    private ScoringFailed(String problem, String field, String reason, String remedy, Concern concern) {
        super(reason);
        this.problem = problem;
        this.field = field;
        this.remedy = remedy;
        this.concern = concern;
    }

    public static ScoringFailed ofOneRow(String field, String reason, String remedy) {
        return new ScoringFailed(null, field, reason, remedy, Concern.ROW);
    }

    public static ScoringFailed ofAField(String reason, String remedy) {
        return new ScoringFailed(null, "inputs", reason, remedy, Concern.FIELD);
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

    public boolean isOfOneRow() {
        return concern == Concern.ROW;
    }

    public boolean isOfAField() {
        return concern == Concern.FIELD;
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
