package com.rocketmat.harvest;

/** An attachment's file could not be fetched, and whether it exists is unknown. */
public final class FileAway extends HarvestException {

    /** With the growing pauses between slices, ten minutes to half an hour. */
    public static final int MOST = 8;

    private final int times;

    /** @param times how often in a row it was so, as far as known */
    public FileAway(String what, int times) {
        super(new HarvestFailure.Unavailable(what));
        this.times = times;
    }

    public int times() {
        return times;
    }

    /** It is not asked for at present, so that others get their turn. */
    public boolean givenUp() {
        return times >= MOST;
    }
}
