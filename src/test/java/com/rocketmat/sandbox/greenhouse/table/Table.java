package com.rocketmat.sandbox.greenhouse.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * The rows of a list, newest id first: the current ones, and those that lists show, which may be outdated. A stored row is never
 * changed, only replaced; writers hold the organisation's lock.
 */
public final class Table {
    private static final Comparator<Long> NEWEST_FIRST = Comparator.reverseOrder();
    private final ConcurrentNavigableMap<Long, StoredRow> rows = new ConcurrentSkipListMap<>(NEWEST_FIRST);
    private final Map<String, Map<Long, NavigableSet<Long>>> children = new HashMap<>();
    private volatile long newest;

    public Table(Catalogue.Resource resource) {
        resource.parents().forEach(parent -> children.put(parent, new ConcurrentHashMap<>()));
    }

    public Optional<ObjectNode> find(long id) {
        return Optional.ofNullable(rows.get(id)).flatMap(StoredRow::row);
    }

    public Stream<ObjectNode> all() {
        return rows.values().stream().flatMap(stored -> stored.row().stream());
    }

    /** The highest id ever used: ids are not reused, even after their row is deleted. */
    public long newest() {
        return newest;
    }

    /** Rows whose reference is one of these. */
    public Stream<ObjectNode> children(String parent, Collection<Long> ids) {
        Set<Long> wanted = new HashSet<>(ids);
        return indexed(parent, wanted, Long.MAX_VALUE)
                .flatMap(id -> find(id).stream())
                .filter(row -> wanted.contains(row.path(parent).longValue()));
    }

    /** A row as lists show it. */
    public Optional<ObjectNode> shown(long id, Instant now) {
        return Optional.ofNullable(rows.get(id)).flatMap(stored -> stored.shown(now));
    }

    /** Rows from an id downwards, as lists show them. */
    public Stream<ObjectNode> shownFrom(long id, Instant now) {
        return rows.tailMap(id, true).values().stream().flatMap(stored -> stored.shown(now).stream());
    }

    /** Rows above an id as lists show them, the next one first. */
    public Stream<ObjectNode> shownAbove(long id, Instant now) {
        return rows.headMap(id, false).descendingMap().values().stream().flatMap(stored -> stored.shown(now).stream());
    }

    public boolean indexes(String parent) {
        return children.containsKey(parent);
    }

    /** Rows from an id downwards that lists may show as children of these: all of them, and perhaps some that have moved away. */
    public Stream<ObjectNode> shownChildren(String parent, Collection<Long> ids, long from, Instant now) {
        return indexed(parent, new HashSet<>(ids), from).flatMap(id -> shown(id, now).stream());
    }

    /** Adds or replaces a row; until an instant lists show the previous state. */
    public void put(ObjectNode row, Instant now, Instant until) {
        long id = Json.id(row);
        StoredRow old = rows.getOrDefault(id, StoredRow.NONE);
        rows.put(id, old.with(row, now, until)); // in one step: a list must never miss a row that is being changed
        newest = Math.max(newest, id);
        children.forEach((parent, index) -> {
            if (!until.isAfter(now)) {
                old.row()
                        .filter(was -> !was.path(parent).equals(row.path(parent)))
                        .ifPresent(was -> drop(index, was.path(parent).longValue(), id));
            }
            if (row.path(parent).isIntegralNumber()) {
                index.computeIfAbsent(row.get(parent).longValue(), _ -> new ConcurrentSkipListSet<>(NEWEST_FIRST))
                        .add(id);
            }
        });
    }

    /** Removes a row; until an instant lists still show it. */
    public void remove(long id, Instant now, Instant until) {
        StoredRow old = rows.getOrDefault(id, StoredRow.NONE);
        if (until.isAfter(now)) {
            rows.put(id, old.with(null, now, until));
            return;
        }
        rows.remove(id);
        old.row()
                .ifPresent(was -> children.forEach(
                        (parent, index) -> drop(index, was.path(parent).longValue(), id)));
    }

    /** The ids of several families from an id downwards, newest first. */
    private Stream<Long> indexed(String parent, Set<Long> ids, long from) {
        Map<Long, NavigableSet<Long>> families = children.get(parent);
        return ids.stream()
                .flatMap(id -> Stream.ofNullable(families.get(id)))
                .flatMap(family -> family.tailSet(from, true).stream())
                .distinct()
                .sorted(NEWEST_FIRST);
    }

    private static void drop(Map<Long, NavigableSet<Long>> index, long parent, long id) {
        NavigableSet<Long> family = index.get(parent);
        if (family != null) {
            family.remove(id);
        }
    }
}
