package com.rocketmat.harvest.call;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads JSON as the application does, with limits on the size of an answer. */
public final class AnswerReader {

    /**
     * Greenhouse needs more than seven bytes per token; without a limit, a page of empty rows takes thirty times its size in
     * memory.
     */
    private static final long MOST_TOKENS = (16 << 20) / 7;

    private AnswerReader() {}

    /** For untrusted documents. */
    public static ObjectMapper on(ObjectMapper application) {
        ObjectMapper limited = application.copy();
        limited.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxTokenCount(MOST_TOKENS)
                        .build());
        return limited;
    }
}
