package com.rocketmat.model;

import com.rocketmat.model.reasons.ReferenceRow;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

@Converter
public class ReferenceRowConverter implements AttributeConverter<ReferenceRow, String> {

    @Override
    public String convertToDatabaseColumn(ReferenceRow row) {
        return row.toJson();
    }

    @Override
    public ReferenceRow convertToEntityAttribute(String column) {
        return ReferenceRow.parse(column);
    }
}
