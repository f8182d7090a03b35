package com.rocketmat.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** Stores reasons as JSON in one column: they are always read together and never searched. */
@Converter
class ReasonsConverter implements AttributeConverter<List<Reason>, String> {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String convertToDatabaseColumn(List<Reason> reasons) {
        if (reasons == null || reasons.isEmpty()) {
            return null;
        }
        try {
            return JSON.writeValueAsString(reasons);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("reasons cannot be written as JSON", e);
        }
    }

    @Override
    public List<Reason> convertToEntityAttribute(String column) {
        if (column == null) {
            return List.of();
        }
        try {
            return List.copyOf(JSON.readValue(column, new TypeReference<List<Reason>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("column reasons of a score is not valid JSON", e);
        }
    }
}
