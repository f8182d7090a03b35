package com.rocketmat.harvest.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.harvest.CustomFieldWrite;
import java.util.List;

/** The body of {@code PATCH /v1/applications/{id}}: custom fields only, as in v3. v1 rejects a null and empties a field by name. */
record V1Update(@JsonProperty("custom_fields") List<Item> customFields) {

    static V1Update of(List<CustomFieldWrite> fields) {
        return new V1Update(fields.stream().map(Item::of).toList());
    }

    /** @param deleteValue the text {@code true}, or absent */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            @JsonProperty("name_key") String nameKey,
            JsonNode value,
            @JsonProperty("delete_value") String deleteValue) {

        private static Item of(CustomFieldWrite field) {
            return field.value().isNull()
                    ? new Item(field.nameKey(), null, "true")
                    : new Item(field.nameKey(), field.value(), null);
        }
    }
}
