package com.rocketmat.sandbox.greenhouse.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A row and what lists show instead of it for a while; nothing if there is no row. */
record StoredRow(Optional<ObjectNode> row, List<Past> past) {
    static final StoredRow NONE = new StoredRow(Optional.empty(), List.of());

    /** What lists show until an instant. */
    record Past(Optional<ObjectNode> row, Instant until) {}

    Optional<ObjectNode> shown(Instant now) {
        for (Past version : past) {
            if (version.until().isAfter(now)) {
                return version.row();
            }
        }
        return row;
    }

    /** With another row, or null for none. */
    StoredRow with(ObjectNode next, Instant now, Instant until) {
        List<Past> still = new ArrayList<>();
        for (Past version : past) {
            if (version.until().isAfter(now)) {
                still.add(version);
            }
        }
        if (until.isAfter(now)) {
            still.add(new Past(row, until));
        }
        return new StoredRow(Optional.ofNullable(next), List.copyOf(still));
    }
}
