package com.rocketmat.harvest.call;

import java.util.List;

/**
 * The last page that was read, without its rows. Greenhouse may return a page again under another address; if the same rows keep
 * coming, the links form a loop.
 *
 * @param rows their hash
 * @param times number of consecutive addresses that returned these rows
 */
public record PageTrail(String page, int rows, int times) {

    /** The address of a window's first page. */
    public static final String FIRST = "";

    static final PageTrail NONE = new PageTrail(FIRST, 0, 0);

    private static final int MOST_TIMES = 3;

    PageTrail then(String next, List<?> body) {
        int hash = body.hashCode();
        if (body.isEmpty() || hash != rows) {
            return new PageTrail(next, hash, 1);
        }
        return new PageTrail(next, hash, next.equals(page) ? times : times + 1);
    }

    boolean goesInCircles() {
        return times > MOST_TIMES;
    }
}
