package com.rocketmat.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.score.Scores.Waiting;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows for the tests of this package. */
public final class Applications {

    public static final long ID = 7_120_034_002L;
    public static final long JOB = 2;
    public static final Instant UPDATED = Instant.parse("2026-11-24T10:00:00Z");

    private Applications() {}

    public static Application with(Map<String, CustomFieldEntry> fields) {
        return updated(UPDATED, fields);
    }

    public static Application updated(Instant at, Map<String, CustomFieldEntry> fields) {
        return on(JOB, at, fields);
    }

    public static Application movedTo(Long job, Map<String, CustomFieldEntry> fields) {
        return on(job, UPDATED, fields);
    }

    private static Application on(Long job, Instant at, Map<String, CustomFieldEntry> fields) {
        return new Application(
                ID, null, at, 1, job, Application.IN_PROCESS, false, null, null, null, null, List.of(), fields, null);
    }

    /** A score of 71 without reasons. */
    public static Waiting waiting() {
        return new Waiting(ID, JOB, "version", new BigDecimal("71"), List.of(), Optional.empty());
    }

    public static CustomFieldEntry text(String value) {
        return entry("short_text", value == null ? null : JsonNodeFactory.instance.textNode(value));
    }

    public static CustomFieldEntry number(int value) {
        return entry("number", JsonNodeFactory.instance.numberNode(value));
    }

    public static CustomFieldEntry entry(String type, JsonNode value) {
        return new CustomFieldEntry("name", type, value);
    }
}
