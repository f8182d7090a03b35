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
 * Removes sensitive data from spans: queries, which may contain Harvest's cursors or anything that a caller sends; ids in addresses; and events,
 * because messages of exceptions quote input. The failure's type stays in {@code error.type}, its location in the log.
 */
@Singleton
public final class TraceRedaction implements SpanProcessor, AutoConfiguredOpenTelemetrySdkBuilderCustomizer {

    private static final AttributeKey<String> QUERY = AttributeKey.stringKey("url.query");
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("url.full");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

    /** As a customizer, takes precedence over any setting. */
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
            span.setAttribute(PATH, CallPath.withoutIds(path));
        }
        String address = span.getAttribute(ADDRESS);
        if (address != null) {
            String withoutQuery = address.indexOf('?') < 0 ? address : address.substring(0, address.indexOf('?'));
            span.setAttribute(ADDRESS, CallPath.withoutIds(withoutQuery));
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        // the span is read-only here
    }

    @Override
    public boolean isEndRequired() {
        return false;
    }
}
