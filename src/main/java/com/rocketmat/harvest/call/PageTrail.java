package com.rocketmat.harvest.call;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Detects pages without an end: the same rows under ever-new addresses, or a link to a page that was read. Since the pages of a window are
 * read over many slices on any replica, the trail is stored in the page's address, as a fragment that Greenhouse does not see.
 *
 * @param address of the page, without the fragment
 * @param pages number of pages up to this one
 * @param mark a page on the way, each time the number of pages has doubled, so that a circle of any length is noticed (Brent)
 * @param rows hash of the rows of the page before
 * @param times number of consecutive pages with these rows
 */
record PageTrail(String address, int pages, String mark, int rows, int times) {

    private static final Pattern FORM = Pattern.compile("(.*)#(\\d{1,9})\\.([0-9a-f-]*)\\.(-?\\d{1,10})\\.(\\d{1,9})");
    private static final int MOST_TIMES = 3;
    /** A filter may leave some pages without rows. */
    private static final int MOST_EMPTY = 50;

    private static final int EMPTY = List.of().hashCode();

    static PageTrail to(String page) {
        Matcher known = FORM.matcher(page);
        return known.matches()
                ? new PageTrail(
                        known.group(1),
                        Integer.parseInt(known.group(2)),
                        known.group(3),
                        (int) Long.parseLong(known.group(4)),
                        Integer.parseInt(known.group(5)))
                : new PageTrail(page, 1, digest(page), 0, 0);
    }

    PageTrail with(List<?> body) {
        int hash = body.hashCode();
        return new PageTrail(address, pages, mark, hash, hash == rows ? times + 1 : 1);
    }

    boolean goesInCircles(Optional<String> next) {
        return times > (rows == EMPTY ? MOST_EMPTY : MOST_TIMES)
                || next.filter(link -> link.equals(address) || digest(link).equals(mark))
                        .isPresent();
    }

    /** The address of the next page. */
    String on(String link) {
        boolean doubled = Integer.bitCount(pages + 1) == 1;
        return "%s#%d.%s.%d.%d".formatted(link, pages + 1, doubled ? digest(link) : mark, rows, times);
    }

    private static String digest(String address) {
        return UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
