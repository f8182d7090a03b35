package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.table.Catalogue;
import com.rocketmat.sandbox.greenhouse.table.FieldDefinition;
import com.rocketmat.sandbox.greenhouse.table.Rows;
import com.rocketmat.sandbox.greenhouse.table.Table;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The rows of an organisation, with the clock and switches used to write them. */
abstract sealed class OrganisationRows permits Organisation {
    static final Switches TRUTH = new Switches();
    private final Map<String, Table> tables = new TreeMap<>();
    private volatile Clock clock;
    private volatile Switches switches = TRUTH;
    private volatile List<FieldDefinition> definitions;

    OrganisationRows(Clock clock) {
        this.clock = clock;
        Catalogue.names().forEach(name -> tables.put(name, new Table(Catalogue.get(name))));
    }

    /** Adds a row, or replaces the one with its id; missing times are set to now. No webhook fires. */
    public final synchronized void add(String resource, ObjectNode row) {
        ObjectNode copy = Rows.complete(Catalogue.get(resource), row);
        Instant now = now();
        for (String time : List.of("created_at", "updated_at")) {
            if (copy.path(time).asText("").isEmpty()) {
                copy.put(time, Json.time(now));
            }
        }
        table(resource).put(copy, now, now.plus(switches.readAfterWriteLag));
        forget(resource);
    }

    /** Removes only this row; no webhook fires. */
    public final synchronized void remove(String resource, long id) {
        Instant now = now();
        table(resource).remove(id, now, now.plus(switches.readAfterWriteLag));
        forget(resource);
    }

    /** All rows, to compare before and after. */
    public final synchronized ObjectNode snapshot() {
        ObjectNode all = Json.object();
        tables.forEach((resource, table) -> {
            ArrayNode rows = all.putArray(resource);
            table.all().forEach(row -> rows.add(row.deepCopy()));
        });
        return all;
    }

    final void clock(Clock serverClock) {
        clock = serverClock;
    }

    final void switches(Switches serverSwitches) {
        switches = serverSwitches;
    }

    public final Instant now() {
        return clock.instant();
    }

    final Switches switches() {
        return switches;
    }

    public final Table table(String resource) {
        Table table = tables.get(resource);
        if (table == null) {
            throw new IllegalArgumentException("no list called " + resource);
        }
        return table;
    }

    public final Optional<ObjectNode> find(String resource, long id) {
        return table(resource).find(id);
    }

    /** Empty also for a missing reference. */
    public final Optional<ObjectNode> find(String resource, JsonNode id) {
        return id == null || id.isNull() ? Optional.empty() : find(resource, id.longValue());
    }

    /** The rows that refer to a parent, such as those of an {@code application_id}. */
    public final Stream<ObjectNode> children(String resource, String parent, long id) {
        return table(resource).children(parent, List.of(id));
    }

    final ObjectNode get(String resource, long id) {
        return find(resource, id).orElseThrow(() -> new IllegalArgumentException("no row " + id + " in " + resource));
    }

    public final List<FieldDefinition> definitions() {
        List<FieldDefinition> known = definitions;
        return known == null ? readDefinitions() : known;
    }

    final FieldDefinition applicationField(String key) {
        return definitions().stream()
                .filter(each ->
                        each.fieldType().equals("application") && each.nameKey().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no application field " + key));
    }

    /** Changes a row without firing webhooks. */
    final void alter(String resource, long id, boolean movesUpdatedAt, Consumer<ObjectNode> change) {
        Optional<ObjectNode> changed = replace(
                resource,
                id,
                row -> {
                    change.accept(row);
                    return movesUpdatedAt ? row.put("updated_at", Json.time(now())) : row;
                },
                switches.readAfterWriteLag);
        if (changed.isEmpty()) {
            throw new IllegalArgumentException("no row " + id + " in " + resource);
        }
    }

    /** Replaces a row by a changed copy; lists show the old one for a while. Empty if there is no such row. */
    public final synchronized Optional<ObjectNode> replace(
            String resource, long id, UnaryOperator<ObjectNode> change, Duration lag) {
        Optional<ObjectNode> changed = find(resource, id).map(row -> change.apply(row.deepCopy()));
        Instant now = now();
        changed.ifPresent(row -> table(resource).put(row, now, now.plus(lag)));
        forget(resource);
        return changed;
    }

    /** Under the writers' lock, so that a row that was just replaced is not cached. */
    private synchronized List<FieldDefinition> readDefinitions() {
        definitions = table("custom_fields").all().map(FieldDefinition::of).toList();
        return definitions;
    }

    private void forget(String resource) {
        if (resource.equals("custom_fields")) {
            definitions = null;
        }
    }
}
