package com.rocketmat.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.feature.Feature;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.Subject;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.training.fit.rows.TrainingColumn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypesTest {

    private static final Feature FEATURE =
            new FeatureCatalogue().find("job.custom[key]").orElseThrow();

    /** All types of Greenhouse: if a feature reads another type, or reads one differently, its column has to change too. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            number         | 3                                            | NUMBER | Numeric
            currency       | {"amount": 3, "unit": "EUR"}                 | NUMBER | Numeric
            yes_no         | true                                         | FLAG   | Numeric
            boolean        | true                                         | FLAG   | Numeric
            short_text     | "A"                                          | TEXT   | Text
            long_text      | "A"                                          | TEXT   | Text
            rich_text      | "A"                                          | TEXT   | Text
            url            | "https://example.com"                        | TEXT   | Text
            date           | "2026-12-01"                                 | TEXT   | Text
            single_select  | "A"                                          | TEXT   | Text
            multi_select   | ["A", "B"]                                   | TEXT   | Text
            number_range   | {"min_value": 1, "max_value": 2}             | TEXT   | Missing
            currency_range | {"min_value": 1, "max_value": 2, "unit": ""} | TEXT   | Missing
            user           | {"user_id": 3}                               | TEXT   | Missing
            attachment     | "https://example.com"                        | TEXT   | Missing
            date_of_birth  | "1990-01-01"                                 | TEXT   | Missing
                           | "A"                                          | TEXT   | Missing
            """)
    void aColumnHasTheTypeOfItsFieldsValues(String valueType, String json, TrainingColumn.Type type, String value)
            throws JsonProcessingException {
        CustomField field = new CustomField(1, "key", "job", valueType, null, true, null);

        assertThat(new TrainingTable(List.of(FEATURE), _ -> List.of(field)).features())
                .containsExactly(new TrainingColumn(FEATURE.name(), type));
        assertThat(FEATURE.read().apply(subject(valueType, json)))
                .extracting(read -> read.getClass().getSimpleName())
                .isEqualTo(value);
    }

    private static Subject subject(String valueType, String json) throws JsonProcessingException {
        CustomFieldEntry entry = new CustomFieldEntry("Key", valueType, new ObjectMapper().readTree(json));
        Job job = new Job(1, null, null, null, null, null, Map.of("key", entry), null);
        return new Subject(null, null, job, null, null, null, null, null, Instant.EPOCH);
    }
}
