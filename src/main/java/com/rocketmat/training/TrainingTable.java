package com.rocketmat.training;

import com.rocketmat.feature.CustomFieldName;
import com.rocketmat.feature.Feature;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.training.fit.rows.TrainingColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The columns and cells of training data: a key, the features as in scoring, and the outcome. */
final class TrainingTable {

    private final List<String> columns = new ArrayList<>();
    private final List<TrainingColumn> features;

    /** @param definitions returns the custom fields of applications, candidates or jobs, which determine the types of some features */
    TrainingTable(List<Feature> features, Function<String, List<CustomField>> definitions) {
        this.features = features.stream()
                .map(feature -> new TrainingColumn(feature.name(), type(feature, definitions)))
                .toList();
        columns.addAll(List.of("application_id", "features_as_of"));
        this.features.forEach(column -> columns.add(column.feature()));
        columns.addAll(List.of("outcome", "rejection_reason_type", "stage_reached", "decided_at"));
    }

    List<String> columns() {
        return columns;
    }

    List<TrainingColumn> features() {
        return features;
    }

    List<Object> row(long application, Instant asOf, Map<String, FeatureValue> values, Outcome outcome) {
        List<Object> cells = new ArrayList<>(columns.size());
        cells.add(application);
        cells.add(asOf);
        features.forEach(column -> cells.add(cell(column.type(), values.get(column.feature()))));
        cells.add(outcome.decision());
        cells.add(outcome.reasonType());
        cells.add(outcome.stage());
        cells.add(outcome.decidedAt());
        return cells;
    }

    private static TrainingColumn.Type type(Feature feature, Function<String, List<CustomField>> definitions) {
        return switch (feature.kind()) {
            case NUMBER, WHOLE -> TrainingColumn.Type.NUMBER;
            case FLAG -> TrainingColumn.Type.FLAG;
            case IDENTIFIER -> TrainingColumn.Type.ID;
            case TEXT -> TrainingColumn.Type.TEXT;
            case ANY ->
                CustomFieldName.of(feature.name())
                        .flatMap(name -> name.definition(definitions))
                        .map(TrainingTable::type)
                        .orElse(TrainingColumn.Type.TEXT);
        };
    }

    private static TrainingColumn.Type type(CustomField field) {
        if (field.yesNo()) {
            return TrainingColumn.Type.FLAG;
        }
        return switch (field.valueType()) {
            case "number", "currency" -> TrainingColumn.Type.NUMBER;
            case null, default -> TrainingColumn.Type.TEXT;
        };
    }

    /** A value of the wrong type is treated as missing; it cannot occur unless a field's type changes, which Greenhouse does not allow. */
    private static Object cell(TrainingColumn.Type type, FeatureValue value) {
        return switch (value) {
            case FeatureValue.Missing _ -> null;
            case FeatureValue.Numeric(double number) ->
                switch (type) {
                    case NUMBER -> number;
                    case FLAG -> number != 0;
                    case TEXT -> FeatureValue.asText(value);
                    case ID -> null;
                };
            case FeatureValue.Identifier(long id) -> type == TrainingColumn.Type.ID ? id : null;
            case FeatureValue.Text _ -> type == TrainingColumn.Type.TEXT ? FeatureValue.asText(value) : null;
        };
    }
}
