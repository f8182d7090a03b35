package com.rocketmat.ops;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;

/**
 * Drops the gauges of HTTP servers on random ports, as in tests: only its port distinguishes one server from another, so the API and
 * the management interface would share a series that shows the first of them, with a warning about the second.
 */
@Singleton
class ServerGauges implements MeterFilter {

    private static final String GAUGES = "http.server.active.";
    private static final String PORT = "server.port";

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getName().startsWith(GAUGES) && id.getTag(PORT) == null
                ? MeterFilterReply.DENY
                : MeterFilterReply.NEUTRAL;
    }
}
