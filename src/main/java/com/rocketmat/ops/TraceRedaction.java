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
 * What a span must not carry. Not the query of an address: Harvest's has cursors, and a caller of the API may put anything there. Not
 * the candidate whom an operator asks for. Nor events: they are exceptions with their messages, which quote what could not be read;
 * {@code error.type} names the kind, and the log the place.
 */
@Singleton
public final class TraceRedaction implements SpanProcessor, AutoConfiguredOpenTelemetrySdkBuilderCustomizer {

    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("url.full");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

    /** A customizer, so that no setting of an operator's goes before it. */
    @Override
    public void customize(AutoConfiguredOpenTelemetrySdkBuilder sdk) {
        sdk.addPropertiesCustomizer(_ -> Map.of("otel.span.event.count.limit", "0"));
    }

    /** The instrumentation of HTTP gives a span its addresses when it starts; afterwards they cannot be changed. */
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
        if (address != null && address.indexOf('?') >= 0) {
            span.setAttribute(ADDRESS, address.substring(0, address.indexOf('?')));
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // nothing can be changed any more
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
