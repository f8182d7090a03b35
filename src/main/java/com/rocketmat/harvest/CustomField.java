package com.rocketmat.harvest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A definition of {@code GET /v3/custom_fields}; v1 calls the same attributes by the same names.
 *
 * @param fieldType what carries the field; the same name key may exist for several
 */
@RegisterForReflection
public record CustomField(
        long id,
        @JsonProperty("name_key") String nameKey,
        @JsonProperty("field_type") String fieldType,
        @JsonProperty("value_type") String valueType,
        Boolean active) {

    /** The same key may exist for candidates too, and archived. */
    boolean isActiveApplicationField(String key) {
        return key.equals(nameKey) && "application".equals(fieldType) && !Boolean.FALSE.equals(active);
    }
}
