package com.rocketmat.sandbox.greenhouse.switches;

/** Undocumented aspects of merging and anonymising. */
public final class LifeSwitches {
    public volatile boolean anonymiseMovesUpdatedAt = true;

    /** Whether a merged candidate's applications keep their ids, or are created anew. */
    public volatile boolean mergeKeepsApplicationIds = true;
}
