package com.rocketmat.sandbox.greenhouse.wire;

import java.time.Duration;
import java.util.Optional;

/**
 * Deviations in serving one request: a page of v3 begins with the last row of the previous page; its Link points to the same
 * page; lists show writes later than the switch says.
 */
public record Serving(boolean repeatsRow, boolean repeatsPage, Optional<Duration> lag) {
    public static final Serving PLAIN = new Serving(false, false, Optional.empty());
    public static final Serving REPEATED_ROW = new Serving(true, false, Optional.empty());
    public static final Serving REPEATED_PAGE = new Serving(false, true, Optional.empty());

    public static Serving visibleAfter(Duration lag) {
        return new Serving(false, false, Optional.of(lag));
    }
}
