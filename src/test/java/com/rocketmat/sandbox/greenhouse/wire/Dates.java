package com.rocketmat.sandbox.greenhouse.wire;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date header of answers. */
public final class Dates {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private final Clock clock;

    public Dates(Clock clock) {
        this.clock = clock;
    }

    public Response on(Response response) {
        return response.with("Date", DATE.format(clock.instant()));
    }
}
