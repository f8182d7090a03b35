package com.rocketmat.ops;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Every ended span of the application, as an exporter gets it. */
@Singleton
@IfBuildProperty(name = SpanTap.SWITCH, stringValue = "true")
public final class SpanTap implements SpanProcessor {

    static final String SWITCH = "spans.tapped";

    private final Queue<SpanData> spans = new ConcurrentLinkedQueue<>();

    List<SpanData> spans() {
        return List.copyOf(spans);
    }

    /** All content of the spans. */
    String text() {
        StringBuilder text = new StringBuilder();
        spans.forEach(span -> text.append(text(span)).append('\n'));
        return text.toString();
    }

    static String text(SpanData span) {
        StringBuilder text = new StringBuilder();
        text.append(span.getKind()).append(' ').append(span.getName()).append('\n');
        text.append(span.getInstrumentationScopeInfo()).append('\n');
        text.append(span.getSpanContext().getTraceState().asMap())
                .append(span.getStatus())
                .append('\n');
        write(text, span.getResource().getAttributes());
        write(text, span.getAttributes());
        span.getEvents().forEach(event -> write(text.append(event.getName()).append('\n'), event.getAttributes()));
        span.getLinks().forEach(link -> write(text, link.getAttributes()));
        return text.toString();
    }

    private static void write(StringBuilder text, Attributes attributes) {
        attributes.forEach((key, value) ->
                text.append(key.getKey()).append('=').append(value).append('\n'));
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // later changes are not exported
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        spans.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}
