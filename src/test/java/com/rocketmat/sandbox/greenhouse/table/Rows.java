package com.rocketmat.sandbox.greenhouse.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/** Rows from tests: validated, so that an error in test data does not look like Greenhouse's behaviour, and completed. */
public final class Rows {
    private Rows() {}

    /** A copy with every property of the list. */
    public static ObjectNode complete(Catalogue.Resource resource, ObjectNode row) {
        check(resource, row);
        ObjectNode complete = row.deepCopy();
        for (Property property : resource.properties().values()) {
            if (!complete.has(property.name())) {
                complete.set(property.name(), property.absent().deepCopy());
            }
        }
        return complete;
    }

    private static void check(Catalogue.Resource resource, ObjectNode row) {
        if (!row.path("id").isIntegralNumber()) {
            throw new IllegalArgumentException("a row of " + resource.name() + " without an id: " + row);
        }
        row.fieldNames().forEachRemaining(name -> {
            boolean stub = resource.name().equals("candidates") && name.equals("message");
            if (!stub && !resource.has(name)) {
                throw new IllegalArgumentException("rows of " + resource.name() + " have no " + name);
            }
        });
        for (String time : List.of("created_at", "updated_at")) {
            if (row.hasNonNull(time)) {
                Instant.parse(row.get(time).asText());
            }
        }
    }
}
