package com.rocketmat.harvest.call;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;

/**
 * Reads JSON as the application does, with limits on the size of an answer. A text, a time or a part of a date of an unexpected shape
 * is read as null: otherwise one value would fail a whole page, each time that it is read. Ids and custom fields have to be right.
 */
public final class AnswerReader {

    /**
     * Greenhouse needs more than seven bytes per token; without a limit, a page of empty rows takes thirty times its size in
     * memory.
     */
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

        @Override
        public Object handleWeirdStringValue(
                DeserializationContext context, Class<?> type, String value, String failure) {
            return MAY_BE_NULL.contains(type) ? null : NOT_HANDLED;
        }

        @Override
        public Object handleUnexpectedToken(
                DeserializationContext context, JavaType type, JsonToken token, JsonParser parser, String failure)
                throws IOException {
            if (!MAY_BE_NULL.contains(type.getRawClass())) {
                return NOT_HANDLED;
            }
            parser.skipChildren();
            return null;
        }
    }
}
