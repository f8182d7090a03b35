package com.rocketmat.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.model.upload.Check;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** Stores a version's checks as JSON in one column, since they are always read together and never searched. */
@Converter
class ChecksConverter implements AttributeConverter<List<Check>, String> {

    /** During a rollout, replicas of the next release may store more fields. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

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
