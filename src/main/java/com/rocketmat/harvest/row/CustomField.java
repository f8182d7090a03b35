package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A definition of {@code GET /v3/custom_fields}; v1 calls the same attributes by the same names.
 *
 * @param fieldType what carries the field; the same name key may exist for several
 * @param applicationType {@code all_applications}, {@code candidate_applications} or {@code prospect_applications}; null elsewhere and in v1
 * @param hidden Greenhouse calls it private: seen and written only by users who may; null where nothing is said
 */
@RegisterForReflection
public record CustomField(
        long id,
        @JsonProperty("name_key") String nameKey,
        @JsonProperty("field_type") String fieldType,
        @JsonProperty("value_type") String valueType,
        @JsonProperty("application_type") String applicationType,
        Boolean active,
        @JsonProperty("private") Boolean hidden) {

    /** A public one. */
    public CustomField(
            long id, String nameKey, String fieldType, String valueType, String applicationType, Boolean active) {
        this(id, nameKey, fieldType, valueType, applicationType, active, null);
    }

    /** Whether it is an application's and not archived. */
    public boolean ofApplications() {
        return "application".equals(fieldType) && !Boolean.FALSE.equals(active);
    }
}
