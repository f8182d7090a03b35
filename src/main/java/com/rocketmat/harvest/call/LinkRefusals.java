package com.rocketmat.harvest.call;

/**
 * How often a page led in a circle, or was refused though one before had linked to it, and none behind it was read since. A cursor expires now
 * and then, and its window is read anew; where each is refused, that would go on for ever.
 *
 * @param page its number in the window
 */
record LinkRefusals(int times, int page) {

    static final LinkRefusals NONE = new LinkRefusals(0, 0);

    private static final int MOST_TIMES = 3;
    /** Such a cursor is no better later: every so often the window is to be read anew in spite of that. */
    private static final int ONCE_IN = 6;

    LinkRefusals another(int where) {
        return new LinkRefusals(times + 1, where);
    }

    /** Whether the page that was refused is still to come, or the one that was read. */
    boolean ahead(int read) {
        return read <= page;
    }

    /** Whether the window is to be read anew; otherwise the tenant pauses first. */
    boolean readsAnew() {
        return times < MOST_TIMES || times % ONCE_IN == 0;
    }
}
