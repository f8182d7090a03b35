package com.rocketmat.harvest.call;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads JSON as the application does, but not more of it than an answer of Greenhouse may have. */
public final class AnswerReader {

    /** Seven bytes a token are fewer than Greenhouse needs; without a limit, a page of empty rows takes thirty times its size. */
    private static final long MOST_TOKENS = (16 << 20) / 7;

    private AnswerReader() {}

    /** For documents that are not trusted. */
    public static ObjectMapper on(ObjectMapper application) {
        ObjectMapper limited = application.copy();
        limited.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxTokenCount(MOST_TOKENS)
                        .build());
        return limited;
    }
}
