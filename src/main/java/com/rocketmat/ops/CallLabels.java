package com.rocketmat.ops;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;

/**
 * Hides address and method of calls that reach no resource: callers can make these up, some contain a candidate's id, and each would be a
 * metric series until the process ends.
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
        // webhooks have a route instead of a resource
        return HttpMethod.POST.equals(call.request().method())
                        && call.request().path().startsWith(WEBHOOKS)
                ? Tags.of("uri", WEBHOOKS + "{tenant}")
                : UNKNOWN;
    }

    /** Quarkus does not call {@link #contribute} if the caller hung up. */
    @Override
    public Meter.Id map(Meter.Id id) {
        return id.getName().equals("http.server.requests") && "RESET".equals(id.getTag("status"))
                ? id.replaceTags(Tags.of(id.getTags()).and(UNKNOWN))
                : id;
    }
}
