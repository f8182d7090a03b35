package com.rocketmat.harvest.call;

/**
 * How often in a row a page was refused to which the one before had linked. A cursor expires now and then, and its window is read
 * anew; where each is refused, that would go on for ever.
 */
record LinkRefusals(int times) {

    static final LinkRefusals NONE = new LinkRefusals(0);

    private static final int MOST_TIMES = 3;
    /** A cursor that was refused is not accepted later either: every so often the window is to be read anew in spite of that. */
    private static final int ONCE_IN = 6;

    LinkRefusals another() {
        return new LinkRefusals(times + 1);
    }

    /** Whether the window is to be read anew; otherwise the tenant pauses first. */
    boolean readsAnew() {
        return times < MOST_TIMES || times % ONCE_IN == 0;
    }
}
