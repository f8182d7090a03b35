package com.rocketmat.harvest.call;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import io.micrometer.core.instrument.Metrics;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads JSON as the application does, with limits on the size of an answer. A text, a time or a part of a date of an unexpected shape
 * is read as null: otherwise one value would fail a whole page, each time that it is read. Ids and custom fields have to be right. Times
 * and numbers that were lost so are counted, since an application without its time of creation may be left alone for good.
 */
public final class AnswerReader {

    public static final String ODD_VALUES = "rocketmat_harvest_odd_values";
    public static final String TYPE = "type";
    /** What is counted, by its name in the metric. */
    public static final Map<Class<?>, String> COUNTED = Map.of(Instant.class, "time", Integer.class, "number");

    private static final Duration SILENCE = Duration.ofMinutes(1);

    /** Greenhouse needs more than seven bytes per token; without a limit, a page of empty rows takes thirty times its size in memory. */
    private static final long MOST_TOKENS = (16 << 20) / 7;

    private static final Set<Class<?>> MAY_BE_NULL = Set.of(String.class, Instant.class, Integer.class);

    private AnswerReader() {}

    /** For untrusted documents. */
    public static ObjectMapper on(ObjectMapper application) {
        ObjectMapper limited = application.copy();
        limited.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxTokenCount(MOST_TOKENS)
                        .build());
        limited.addHandler(new NullInstead());
        return limited;
    }

    private static final class NullInstead extends DeserializationProblemHandler {

        private final AtomicLong told = new AtomicLong(System.nanoTime() - SILENCE.toNanos());

        @Override
        public Object handleWeirdStringValue(
                DeserializationContext context, Class<?> type, String value, String failure) {
            if (!MAY_BE_NULL.contains(type)) {
                return NOT_HANDLED;
            }
            lost(type, context.getParser());
            return null;
        }

        @Override
        public Object handleUnexpectedToken(
                DeserializationContext context, JavaType type, JsonToken token, JsonParser parser, String failure)
                throws IOException {
            if (!MAY_BE_NULL.contains(type.getRawClass())) {
                return NOT_HANDLED;
            }
            lost(type.getRawClass(), parser);
            parser.skipChildren();
            return null;
        }

        private void lost(Class<?> type, JsonParser parser) {
            String kind = COUNTED.get(type);
            if (kind == null) {
                return;
            }
            Metrics.counter(ODD_VALUES, TYPE, kind).increment();
            long now = System.nanoTime();
            long last = told.get();
            if (now - last >= SILENCE.toNanos() && told.compareAndSet(last, now)) {
                // without the value, which may be personal
                Log.warnf(
                        "Greenhouse's answer has no %s where it should, which is read as none: %s",
                        kind, parser.getParsingContext().pathAsPointer());
            }
        }
    }
}
