package com.rocketmat.model;

/** A batch could not be scored. The texts name features and fields, never a candidate's value. */
public final class ScoringFailed extends RuntimeException {

    static final String MISSING = "missing";

    private final String field;
    private final String remedy;

    ScoringFailed(String field, String reason, String remedy) {
        super(reason);
        this.field = field;
        this.remedy = remedy;
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
