package com.rocketmat.score;

/** Scores cannot be written as things are in Greenhouse; somebody has to act there, or change the tenant's secret. */
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
