package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.Optional;

/**
 * A definition from {@code GET /v3/custom_fields}; v1 uses the same attribute names.
 *
 * @param fieldType the kind of record it belongs to; several may have the same name key
 * @param applicationType {@code all_applications}, {@code candidate_applications} or {@code prospect_applications}; null for
 * other kinds and in v1
 * @param hidden Greenhouse calls it private: only permitted users can see and edit it; null if not reported
 */
public record CustomField(
        long id,
        @JsonProperty("name_key") String nameKey,
        @JsonProperty("field_type") String fieldType,
        @JsonProperty("value_type") String valueType,
        @JsonProperty("application_type") String applicationType,
        Boolean active,
        @JsonProperty("private") Boolean hidden) {

    public static Optional<CustomField> named(String key, Collection<CustomField> definitions) {
        return definitions.stream().filter(field -> key.equals(field.nameKey())).findFirst();
    }

    /** {@code boolean} is what webhooks call it, and perhaps older rows. */
    public boolean yesNo() {
        return "yes_no".equals(valueType) || "boolean".equals(valueType);
    }

    public boolean hiddenFromSome() {
        return Boolean.TRUE.equals(hidden);
    }

    public boolean ofProspectsOnly() {
        return "prospect_applications".equals(applicationType);
    }

    public boolean activeFieldOf(String carrier) {
        return carrier.equals(fieldType) && !Boolean.FALSE.equals(active);
    }
}
