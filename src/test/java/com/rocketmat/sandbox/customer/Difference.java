package com.rocketmat.sandbox.customer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Compares the state of Greenhouse with the expected one: the right scores, and no other changes. */
public final class Difference {

    private static final Set<String> MOVED_BY_GREENHOUSE = Set.of("updated_at", "last_activity_at");

    private final Map<Long, BigDecimal> scores;
    private final String scoreField;

    /** @param scores expected, by application; all others are not scored */
    public Difference(Map<Long, BigDecimal> scores, String scoreField) {
        this.scores = scores;
        this.scoreField = scoreField;
    }

    /** Number of eligible applications that have exactly their score. */
    public long right(Organisation organisation) {
        return scores.keySet().stream().filter(id -> isRight(organisation, id)).count();
    }

    /** Whether all of them have it; asked again and again, so it stops at the first that does not. */
    public boolean allRight(Organisation organisation) {
        return scores.keySet().stream().allMatch(id -> isRight(organisation, id));
    }

    private boolean isRight(Organisation organisation, long id) {
        return same(organisation.score(id, scoreField), scores.get(id));
    }

    /** All differences, in words; empty if there are none. */
    public List<String> faults(JsonNode before, Organisation organisation) {
        List<String> faults = new ArrayList<>();
        scores.forEach((id, score) -> {
            Object found = organisation.score(id, scoreField);
            if (!same(found, score)) {
                faults.add("application %d carries %s, not %s".formatted(id, found, score));
            }
        });
        JsonNode after = organisation.snapshot();
        for (var resource : before.properties()) {
            Map<Long, JsonNode> rows = byId(after.path(resource.getKey()));
            if (rows.size() != resource.getValue().size()) {
                faults.add("%s: %d rows, not %d"
                        .formatted(
                                resource.getKey(),
                                rows.size(),
                                resource.getValue().size()));
            }
            byId(resource.getValue()).forEach((id, row) -> {
                JsonNode now = rows.get(id);
                if (!Objects.equals(comparable(resource.getKey(), id, row), comparable(resource.getKey(), id, now))) {
                    faults.add("%s %d was changed: %s, before %s".formatted(resource.getKey(), id, now, row));
                }
            });
        }
        return faults;
    }

    private static boolean same(Object found, BigDecimal score) {
        return found != null && new BigDecimal(found.toString()).compareTo(score) == 0;
    }

    public static Map<Long, JsonNode> byId(JsonNode rows) {
        Map<Long, JsonNode> byId = new TreeMap<>();
        rows.forEach(row -> byId.put(row.path("id").longValue(), row));
        return byId;
    }

    private JsonNode comparable(String resource, long id, JsonNode row) {
        return resource.equals("applications") && scores.containsKey(id) ? withoutScore(row, scoreField) : row;
    }

    /** Without the fields that the service may change. */
    public static JsonNode withoutScore(JsonNode row, String scoreField) {
        if (!(row instanceof ObjectNode object)) {
            return row;
        }
        ObjectNode rest = object.deepCopy();
        rest.remove(MOVED_BY_GREENHOUSE);
        if (rest.path("custom_fields") instanceof ObjectNode fields) {
            fields.remove(scoreField);
        }
        return rest;
    }
}
