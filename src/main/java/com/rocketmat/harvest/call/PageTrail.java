package com.rocketmat.harvest.call;

import java.util.List;

/**
 * The page that was read last, without its rows. Greenhouse may give a page once more under another address; when it goes on giving the
 * same rows, the addresses lead nowhere.
 *
 * @param rows a hash of them
 * @param times under how many addresses in a row they came
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
