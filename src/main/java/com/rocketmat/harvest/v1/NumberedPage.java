package com.rocketmat.harvest.v1;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of a list by ascending ids. What leaves the list moves the rows behind it onto pages that were read, so that the address of a page is
 * stored with the last id before it.
 */
record NumberedPage(String address, long lastId) {

    private static final Pattern STORED = Pattern.compile("(.*)@(\\d{1,19})");
    private static final Pattern NUMBERED = Pattern.compile("([^#]*[?&]page=)(\\d{1,9})([^#]*)(?:#.*)?");

    static NumberedPage of(String stored) {
        Matcher known = STORED.matcher(stored);
        return known.matches()
                ? new NumberedPage(known.group(1), Long.parseLong(known.group(2)))
                : new NumberedPage(stored, Long.MAX_VALUE);
    }

    String stored() {
        return address + "@" + lastId;
    }

    /** Empty for the first page. */
    Optional<NumberedPage> before() {
        Matcher page = NUMBERED.matcher(address);
        return page.matches() && Integer.parseInt(page.group(2)) > 1
                ? Optional.of(
                        new NumberedPage(page.group(1) + (Integer.parseInt(page.group(2)) - 1) + page.group(3), lastId))
                : Optional.empty();
    }
}
