package com.rocketmat.ops;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;

/**
 * Counts calls that reached no resource without their address and method: anyone can make these up, some name a candidate, and each
 * would be a series until the process ends.
 */
@Singleton
class CallLabels implements HttpServerMetricsTagsContributor, MeterFilter {

    private static final Tags UNKNOWN = Tags.of("uri", "UNKNOWN", "method", "UNKNOWN");

    private static final String WEBHOOKS = "/webhooks/greenhouse/";

    @Override
    public Tags contribute(Context call) {
        if (call.requestContextLocalData("UrlPathTemplate") != null) {
            return Tags.empty();
        }
        // a route of its own
        return HttpMethod.POST.equals(call.request().method())
                        && call.request().path().startsWith(WEBHOOKS)
                ? Tags.of("uri", WEBHOOKS + "{tenant}")
                : UNKNOWN;
    }

    /** Quarkus registers its gauges of a client for each of its tenants again: they count the first one's connections, and Micrometer warns of it. */
    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return id.getType() == Meter.Type.GAUGE && id.getName().startsWith("http.client.")
                ? MeterFilterReply.DENY
                : MeterFilterReply.NEUTRAL;
    }

    /** Calls whose caller went away are counted without asking {@link #contribute}. */
    @Override
    public Meter.Id map(Meter.Id id) {
        return id.getName().equals("http.server.requests") && "RESET".equals(id.getTag("status"))
                ? id.replaceTags(Tags.of(id.getTags()).and(UNKNOWN))
                : id;
    }
}
