package com.rocketmat.score;

/** Scores cannot be written in Greenhouse's current setup; it or the tenant's secret must be changed. */
public final class Unwritable extends RuntimeException {

    private final String remedy;

    public Unwritable(String reason, String remedy) {
        super(reason);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
