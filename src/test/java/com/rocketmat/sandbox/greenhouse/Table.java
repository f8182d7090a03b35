package com.rocketmat.sandbox.greenhouse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** The rows of a list, newest id first. A stored row is never changed, only replaced; writers hold the organisation's lock. */
final class Table {
    private final ConcurrentNavigableMap<Long, ObjectNode> rows =
            new ConcurrentSkipListMap<>(Comparator.reverseOrder());
    private final Map<String, Map<Long, NavigableSet<Long>>> children = new HashMap<>();
    private final Map<Long, Deque<Stale>> stale = new ConcurrentHashMap<>();

    Table(Catalogue.Resource resource) {
        resource.parents().forEach(parent -> children.put(parent, new ConcurrentHashMap<>()));
    }

    Optional<ObjectNode> find(long id) {
        return Optional.ofNullable(rows.get(id));
    }

    Collection<ObjectNode> all() {
        return rows.values();
    }

    /** Rows from an id downwards. */
    Collection<ObjectNode> from(long id) {
        return rows.tailMap(id, true).values();
    }

    /** Rows above an id, the next one first. */
    Collection<ObjectNode> above(long id) {
        return rows.headMap(id, false).descendingMap().values();
    }

    boolean indexes(String parent) {
        return children.containsKey(parent);
    }

    NavigableSet<Long> children(String parent, Collection<Long> ids) {
        NavigableSet<Long> found = new TreeSet<>(Comparator.reverseOrder());
        ids.forEach(id -> found.addAll(children.get(parent).getOrDefault(id, new TreeSet<>())));
        return found;
    }

    void put(ObjectNode row) {
        long id = row.get("id").longValue();
        ObjectNode old = rows.put(id, row); // in one step: a list must never miss a row that is being changed
        children.forEach((parent, index) -> {
            if (old != null && !old.path(parent).equals(row.path(parent))) {
                index.getOrDefault(old.path(parent).longValue(), new TreeSet<>())
                        .remove(id);
            }
            if (row.path(parent).isIntegralNumber()) {
                index.computeIfAbsent(row.get(parent).longValue(), _ -> new ConcurrentSkipListSet<>())
                        .add(id);
            }
        });
    }

    /** Replaces a row; lists go on showing the old one until an instant. */
    void put(ObjectNode row, Instant until) {
        long id = row.get("id").longValue();
        find(id).ifPresent(old -> stale.compute(id, (_, versions) -> {
            Deque<Stale> all = versions == null ? new ArrayDeque<>() : new ArrayDeque<>(versions);
            all.addLast(new Stale(old, until));
            return all;
        }));
        put(row);
    }

    boolean remove(long id) {
        ObjectNode old = rows.remove(id);
        if (old != null) {
            children.forEach(
                    (parent, index) -> index.getOrDefault(old.path(parent).longValue(), new TreeSet<>())
                            .remove(id));
        }
        return old != null;
    }

    /** The row as a list shows it. */
    ObjectNode shown(ObjectNode row, Instant now) {
        if (stale.isEmpty()) {
            return row;
        }
        long id = row.get("id").longValue();
        Deque<Stale> versions = stale.computeIfPresent(id, (_, all) -> {
            Deque<Stale> left = new ArrayDeque<>(all);
            left.removeIf(version -> !version.until().isAfter(now));
            return left.isEmpty() ? null : left;
        });
        return versions == null ? row : versions.peekFirst().row();
    }

    private record Stale(ObjectNode row, Instant until) {}
}
