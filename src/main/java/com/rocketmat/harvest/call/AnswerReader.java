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
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads JSON as the application does, with limits on the size of an answer. A text, time or number of an unexpected type is read as null, or
 * as an end that is no date; otherwise one value would fail its page on every read. Ids and custom fields must be valid. Lost times and
 * numbers are counted, since an application without a creation time may never be scored.
 */
public final class AnswerReader {

    public static final String ODD_VALUES = "rocketmat_harvest_odd_values";
    public static final String TYPE = "type";
    /** What may be read as null, by its name in the metric. */
    public static final Map<Class<?>, String> COUNTED =
            Map.of(Instant.class, "time", Integer.class, "number", String.class, "text");

    private static final Duration WARNING_INTERVAL = Duration.ofMinutes(1);

    /** Of an employment, which would be the current one if it had none. */
    private static final String END = "end_date";

    private static final String UNREADABLE = "unreadable";

    /** Greenhouse needs more than seven bytes per token; without a limit, a page of empty rows takes thirty times its size in memory. */
    private static final long MOST_TOKENS = (16 << 20) / 7;

    private AnswerReader() {}

    /** For untrusted documents. */
    public static ObjectMapper on(ObjectMapper application) {
        ObjectMapper limited = application.copy();
        limited.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxTokenCount(MOST_TOKENS)
                        .build());
        limited.addHandler(new NullOnMismatch());
        return limited;
    }

    private static final class NullOnMismatch extends DeserializationProblemHandler {

        private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - WARNING_INTERVAL.toNanos());

        @Override
        public Object handleWeirdStringValue(
                DeserializationContext context, Class<?> type, String value, String failure) {
            if (!COUNTED.containsKey(type)) {
                return NOT_HANDLED;
            }
            countLost(type, context.getParser());
            return null;
        }

        @Override
        public Object handleUnexpectedToken(
                DeserializationContext context, JavaType type, JsonToken token, JsonParser parser, String failure)
                throws IOException {
            if (!COUNTED.containsKey(type.getRawClass())) {
                return NOT_HANDLED;
            }
            countLost(type.getRawClass(), parser);
            parser.skipChildren();
            return type.hasRawClass(String.class) && END.equals(parser.currentName()) ? UNREADABLE : null;
        }

        private void countLost(Class<?> type, JsonParser parser) {
            String kind = COUNTED.get(type);
            Metrics.counter(ODD_VALUES, TYPE, kind).increment();
            long now = System.nanoTime();
            long last = lastWarning.get();
            if (now - last >= WARNING_INTERVAL.toNanos() && lastWarning.compareAndSet(last, now)) {
                // without the value, which may be personal
                Log.warnf(
                        "Greenhouse's answer has an invalid %s, which is read as null: %s",
                        kind, parser.getParsingContext().pathAsPointer());
            }
        }
    }
}
