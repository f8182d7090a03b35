package com.rocketmat.sandbox.greenhouse;

import java.time.Duration;
import java.util.Optional;

/**
 * What is out of the ordinary about how one request is served: a page of v3 begins with the last row of the page before it; its Link
 * leads to the same page again; lists show what is written later than the switch says.
 */
record Serving(boolean repeatsRow, boolean repeatsPage, Optional<Duration> lag) {
    static final Serving PLAIN = new Serving(false, false, Optional.empty());
    static final Serving REPEATED_ROW = new Serving(true, false, Optional.empty());
    static final Serving REPEATED_PAGE = new Serving(false, true, Optional.empty());

    static Serving visibleAfter(Duration lag) {
        return new Serving(false, false, Optional.of(lag));
    }
}
