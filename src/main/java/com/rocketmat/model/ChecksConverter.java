package com.rocketmat.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.model.upload.Check;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** Stores a version's checks as JSON in one column, since they are always read together and never searched. */
@Converter
class ChecksConverter implements AttributeConverter<List<Check>, String> {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String convertToDatabaseColumn(List<Check> checks) {
        try {
            return JSON.writeValueAsString(checks);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("checks cannot be written as JSON", e);
        }
    }

    @Override
    public List<Check> convertToEntityAttribute(String column) {
        try {
            return List.copyOf(JSON.readValue(column, new TypeReference<List<Check>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the column checks of a model version is not valid JSON", e);
        }
    }
}
