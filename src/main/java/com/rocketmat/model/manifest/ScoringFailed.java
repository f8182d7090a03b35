package com.rocketmat.model.manifest;

import java.time.Duration;
import java.util.Optional;

/** A batch could not be scored. Messages name features and fields, never a candidate's values. */
public final class ScoringFailed extends RuntimeException {

    private static final String TIMEOUT = "model-time";
    private static final String QUARANTINED = "quarantined";

    private final String problem;
    private final String field;
    private final String remedy;
    private final Scope scope;

    /** Which applications a failure affects. */
    private enum Scope {
        /** This one only, because of its values. */
        ROW,
        /** All: a field in Greenhouse has a type that the model does not take. */
        FIELD,
        /** Unknown: the model may be damaged, or fail for some values. */
        MODEL
    }

    public ScoringFailed(String field, String reason, String remedy) {
        this(null, field, reason, remedy);
    }

    /** @param problem last part of a specific problem type, or null */
    public ScoringFailed(String problem, String field, String reason, String remedy) {
        this(problem, field, reason, remedy, Scope.MODEL);
    }

    private ScoringFailed(String problem, String field, String reason, String remedy, Scope scope) {
        super(reason);
        this.problem = problem;
        this.field = field;
        this.remedy = remedy;
        this.scope = scope;
    }

    public static ScoringFailed forRow(String field, String reason, String remedy) {
        return new ScoringFailed(null, field, reason, remedy, Scope.ROW);
    }

    public static ScoringFailed forField(String reason, String remedy) {
        return new ScoringFailed(null, "inputs", reason, remedy, Scope.FIELD);
    }

    public static ScoringFailed timeout(int rows, Duration limit) {
        return new ScoringFailed(
                TIMEOUT,
                "model",
                "a batch of %d was not scored within %d ms".formatted(rows, limit.toMillis()),
                "export a smaller model");
    }

    public static ScoringFailed quarantined(String reason, String remedy) {
        return new ScoringFailed(QUARANTINED, "model", reason, remedy);
    }

    /** If so, do not retry rows one by one: the model no longer runs. */
    public boolean isQuarantined() {
        return QUARANTINED.equals(problem);
    }

    public boolean isTimeout() {
        return TIMEOUT.equals(problem);
    }

    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    public boolean isForRow() {
        return scope == Scope.ROW;
    }

    public boolean isForField() {
        return scope == Scope.FIELD;
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
