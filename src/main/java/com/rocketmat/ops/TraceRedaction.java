package com.rocketmat.ops;

import com.rocketmat.problem.CallPath;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdkBuilder;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.quarkus.opentelemetry.runtime.AutoConfiguredOpenTelemetrySdkBuilderCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Removes sensitive data from spans: the query of an address, since Harvest's contain cursors and callers of the API may send
 * anything there; the candidate or application in an address; and events, since exceptions have messages that quote input. {@code error.type}
 * keeps the kind of failure, and the log its location.
 */
@Singleton
public final class TraceRedaction implements SpanProcessor, AutoConfiguredOpenTelemetrySdkBuilderCustomizer {

    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("url.full");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

    /** A customizer, so that no setting can take precedence over it. */
    @Override
    public void customize(AutoConfiguredOpenTelemetrySdkBuilder sdk) {
        sdk.addPropertiesCustomizer(_ -> Map.of("otel.span.event.count.limit", "0"));
    }

    /** The HTTP instrumentation sets a span's addresses at its start; they cannot be changed later. */
    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        if (span.getAttribute(QUERY) != null) {
            span.setAttribute(QUERY, "***");
        }
        String path = span.getAttribute(PATH);
        if (path != null) {
            span.setAttribute(PATH, CallPath.withoutPeople(path));
        }
        String address = span.getAttribute(ADDRESS);
        if (address != null) {
            String asked = address.indexOf('?') < 0 ? address : address.substring(0, address.indexOf('?'));
            span.setAttribute(ADDRESS, CallPath.withoutPeople(asked));
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // a span is read-only by now
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
