package com.rocketmat.harvest.call;

/**
 * How often a page led in a circle, or was refused although another page linked to it, with no later page read since. If a cursor expires, its
 * window is read from the start; if every cursor is refused, that would never end.
 *
 * @param page its number in the window
 */
record LinkRefusals(int times, int page) {

    static final LinkRefusals NONE = new LinkRefusals(0, 0);

    private static final int MOST_TIMES = 3;
    /** Such a cursor does not recover: every so often the window is read from the start anyway. */
    private static final int ONCE_IN = 6;

    LinkRefusals plus(int refusedPage) {
        return new LinkRefusals(times + 1, refusedPage);
    }

    /** Whether the page that was refused is still to come, or the one that was read. */
    boolean isPending(int pageRead) {
        return pageRead <= page;
    }

    /** Whether to read the window from the start; if not, the tenant pauses first. */
    boolean allowsRestart() {
        return times < MOST_TIMES || times % ONCE_IN == 0;
    }
}
