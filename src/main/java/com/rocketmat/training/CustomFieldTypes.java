package com.rocketmat.training;

import com.rocketmat.feature.CustomFieldName;
import com.rocketmat.feature.Feature;
import com.rocketmat.harvest.HarvestSession;
import com.rocketmat.harvest.row.CustomField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The types of features from custom fields, by the fields' definitions. Requests each kind of record once. */
final class CustomFieldTypes {

    private final HarvestSession session;
    private final Map<String, List<CustomField>> definitions = new HashMap<>();

    CustomFieldTypes(HarvestSession session) {
        this.session = session;
    }

    /** Text if no definition is visible. */
    Column.Type of(Feature feature) {
        return CustomFieldName.of(feature.name())
                .flatMap(
                        name -> name.definition(carrier -> definitions.computeIfAbsent(carrier, session::customFields)))
                .map(field -> field.yesNo() ? Column.Type.FLAG : type(field.valueType()))
                .orElse(Column.Type.TEXT);
    }

    private static Column.Type type(String valueType) {
        return switch (valueType) {
            case "number", "currency" -> Column.Type.NUMBER;
            case null, default -> Column.Type.TEXT;
        };
    }
}
