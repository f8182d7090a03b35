package com.rocketmat.sandbox.greenhouse;

/** Undocumented aspects of merging and anonymising. */
public final class LifeSwitches {
    private volatile boolean anonymiseMovesUpdatedAt = true;
    private volatile boolean mergeKeepsApplicationIds = true;

    public boolean anonymiseMovesUpdatedAt() {
        return anonymiseMovesUpdatedAt;
    }

    public LifeSwitches anonymiseMovesUpdatedAt(boolean value) {
        anonymiseMovesUpdatedAt = value;
        return this;
    }

    /** Whether a merged candidate's applications keep their ids, or are created anew. */
    public boolean mergeKeepsApplicationIds() {
        return mergeKeepsApplicationIds;
    }

    public LifeSwitches mergeKeepsApplicationIds(boolean value) {
        mergeKeepsApplicationIds = value;
        return this;
    }
}
