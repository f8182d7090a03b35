package com.rocketmat.sync.run;

import java.time.Instant;

/**
 * The progress of an open run.
 *
 * @param sweep whether it reads everything open
 * @param readWhole whether Greenhouse's list was read completely, so that nothing more will be found
 */
public record RunUnderWay(
        Instant startedAt, boolean sweep, boolean readWhole, int discovered, int written, int leftAlone, int failed) {

    static RunUnderWay of(Run run) {
        return new RunUnderWay(
                run.startedAt,
                run.windowFrom == null,
                run.readWhole,
                run.discovered,
                run.written,
                run.leftAlone,
                run.failed);
    }
}
