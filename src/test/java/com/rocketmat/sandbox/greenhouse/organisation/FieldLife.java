package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.List;
import java.util.stream.IntStream;

/** What administrators do with a custom field of applications. */
final class FieldLife {
    private final Organisation organisation;

    FieldLife(Organisation organisation) {
        this.organisation = organisation;
    }

    void archive(String key) {
        organisation.alter("custom_fields", id(key), true, row -> row.put("active", false));
    }

    void delete(String key) {
        organisation.remove("custom_fields", id(key));
        List<ObjectNode> holders = organisation
                .table("applications")
                .all()
                .filter(row -> row.path("custom_fields").has(key))
                .toList();
        holders.forEach(holder -> organisation.alter(
                "applications",
                Json.id(holder),
                false,
                row -> row.withObject("/custom_fields").remove(key)));
    }

    ObjectNode recreate(String key, boolean suffixed) {
        ObjectNode definition = organisation.get("custom_fields", id(key)).deepCopy();
        definition.remove(List.of("created_at", "updated_at"));
        if (suffixed) {
            archive(key);
            definition.put("name_key", freeKey(key));
        } else {
            delete(key);
        }
        long made = OrganisationBuilder.nextId(organisation, "custom_fields");
        organisation.add("custom_fields", definition.put("id", made).put("active", true));
        return organisation.get("custom_fields", made).deepCopy();
    }

    private String freeKey(String key) {
        return IntStream.iterate(1, suffix -> suffix + 1)
                .mapToObj(suffix -> key + "_" + suffix)
                .filter(candidate -> organisation.definitions().stream()
                        .noneMatch(field -> field.fieldType().equals("application")
                                && field.nameKey().equals(candidate)))
                .findFirst()
                .orElseThrow();
    }

    private long id(String key) {
        return organisation.applicationField(key).id();
    }
}
