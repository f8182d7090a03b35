package com.rocketmat.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Attachment;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomFieldOption;
import com.rocketmat.harvest.row.Education;
import com.rocketmat.harvest.row.Employment;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.row.Office;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A plan declares exactly the attributes that it reads: shown by rows with only these, and rows that lack one of them. */
class FieldsReadTest {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** The keys that join the rows are always requested. */
    private static final Set<String> KEYS = Set.of("id", "candidate_id", "application_id", "job_id");

    /** Several sets of rows: an attribute may matter only if another is missing. */
    private static final List<String> ROWS = List.of("""
            {"applications": [{"id": 1, "created_at": "2026-11-01T00:00:00Z", "source_id": 7, "referrer_id": 8,
               "location_address": "Lyon", "stage_name": "Review", "answers": [{"question": "question", "answer": "Yes"}],
               "custom_fields": {"key": {"name": "K", "type": "number", "value": 3}}}],
             "candidates": [{"id": 2, "title": "Data Engineer", "company": "Sogeti", "tags": ["a"], "addresses": [{"value": "Porto"}],
               "custom_fields": {"key": {"name": "K", "type": "number", "value": 4}}}],
             "jobs": [{"id": 3, "name": "Engineer", "opened_at": "2026-10-01T00:00:00Z", "department_id": 5, "office_ids": [61],
               "custom_fields": {"key": {"name": "K", "type": "number", "value": 5}}}],
             "candidate_employments": [{"id": 11, "candidate_id": 2, "start_date": "2015-01-01", "end_date": "2018-01-01"},
               {"id": 12, "candidate_id": 2, "start_date": "2019-01-01", "end_date": null}],
             "candidate_educations": [
               {"id": 21, "candidate_id": 2, "school_name_custom_field_option_id": 31, "degree_custom_field_option_id": 32,
                "discipline_custom_field_option_id": 33, "end_at": "2010-01-01", "latest": true},
               {"id": 22, "candidate_id": 2, "end_at": "2020-01-01", "latest": false}],
             "custom_field_options": [{"id": 31, "name": "INSA"}, {"id": 32, "name": "Master"}, {"id": 33, "name": "Physics"}],
             "offices": [{"id": 61, "name": "HQ", "location": "Lyon"}],
             "attachments": [{"id": 71, "application_id": 1, "type": "resume", "url": "new", "created_at": "2026-11-02T00:00:00Z"},
               {"id": 72, "application_id": 1, "type": "resume", "url": "old", "created_at": "2026-11-01T00:00:00Z"}]}""", """
            {"applications": [{"id": 1}],
             "candidates": [{"id": 2, "addresses": [{"value": "Porto"}]}],
             "jobs": [{"id": 3, "office_ids": [61]}],
             "candidate_employments": [{"id": 11, "candidate_id": 2, "start_date": "2015-01-01", "end_date": "2018-01-01"}],
             "candidate_educations": [
               {"id": 21, "candidate_id": 2, "school_name_custom_field_option_id": 31, "discipline_custom_field_option_id": 33,
                "end_at": "2020-01-01"},
               {"id": 22, "candidate_id": 2, "end_at": "2010-01-01"}],
             "custom_field_options": [{"id": 31, "name": "INSA"}, {"id": 33, "name": "Physics"}],
             "offices": [{"id": 61, "name": "Porto"}],
             "attachments": [{"id": 71, "application_id": 1, "type": "resume", "url": "mine"},
               {"id": 72, "application_id": 1, "type": "cover_letter", "url": "letter"}]}""", """
            {"applications": [{"id": 1}],
             "candidates": [{"id": 2}],
             "jobs": [{"id": 3}],
             "candidate_employments": [],
             "candidate_educations": [
               {"id": 21, "candidate_id": 2, "school_name_custom_field_option_id": 31, "discipline_custom_field_option_id": 33,
                "end_date_year": 2020, "end_date_month": 6},
               {"id": 22, "candidate_id": 2, "end_date_year": 2020, "end_date_month": 5}],
             "custom_field_options": [{"id": 31, "name": "INSA"}, {"id": 33, "name": "Physics"}],
             "offices": [],
             "attachments": []}""");

    private final FeatureCatalogue catalogue = new FeatureCatalogue();

    static Stream<String> features() {
        return new FeatureCatalogue().describe().stream().map(FeatureDescription::name);
    }

    @ParameterizedTest
    @MethodSource("features")
    void theDeclaredAttributesAreEnough(String feature) {
        FeaturePlan plan = catalogue.plan(List.of(feature));
        for (String rows : ROWS) {
            assertThat(value(feature, only(plan, tree(rows)))).isEqualTo(value(feature, tree(rows)));
        }
        assertThat(value(feature, tree(ROWS.getFirst()))).isNotEqualTo(FeatureValue.MISSING);
    }

    @ParameterizedTest
    @MethodSource("features")
    void everyDeclaredAttributeMatters(String feature) {
        FeaturePlan plan = catalogue.plan(List.of(feature));
        for (Source source : plan.sources()) {
            for (String field : plan.fields(source)) {
                boolean matters = ROWS.stream()
                        .anyMatch(rows -> !value(feature, without(source, field, tree(rows)))
                                .equals(value(feature, tree(rows))));
                assertThat(matters || KEYS.contains(field))
                        .as("%s of %s", field, source.list())
                        .isTrue();
            }
        }
    }

    private FeatureValue value(String feature, ObjectNode rows) {
        FeaturePlan plan = catalogue.plan(List.of(feature));
        return plan.values(subject(plan, rows)).get(feature);
    }

    private static ObjectNode only(FeaturePlan plan, ObjectNode rows) {
        for (Source source : Source.values()) {
            if (!plan.sources().contains(source)) {
                rows.putArray(source.list());
            }
            for (JsonNode row : rows.path(source.list())) {
                List<String> others = new ArrayList<>();
                row.fieldNames().forEachRemaining(others::add);
                others.removeAll(plan.fields(source));
                others.removeAll(KEYS);
                ((ObjectNode) row).remove(others);
            }
        }
        return rows;
    }

    private static ObjectNode without(Source source, String field, ObjectNode rows) {
        rows.path(source.list()).forEach(row -> ((ObjectNode) row).remove(field));
        return rows;
    }

    /** As {@code SubjectReader} joins them. */
    private static Subject subject(FeaturePlan plan, ObjectNode rows) {
        Map<Long, String> options = new HashMap<>();
        all(rows, Source.OPTIONS, CustomFieldOption.class)
                .forEach(option -> options.put(option.id(), option.name() == null ? "" : option.name()));
        List<Job> jobs = all(rows, Source.JOB, Job.class);
        List<Long> offices = jobs.isEmpty() ? List.of() : jobs.getFirst().officeIds();
        return new Subject(
                all(rows, Source.APPLICATION, Application.class).stream()
                        .findFirst()
                        .orElse(null),
                all(rows, Source.CANDIDATE, Candidate.class).stream()
                        .findFirst()
                        .orElse(null),
                jobs.stream().findFirst().orElse(null),
                all(rows, Source.EMPLOYMENTS, Employment.class),
                all(rows, Source.EDUCATIONS, Education.class),
                options,
                all(rows, Source.OFFICES, Office.class).stream()
                        .filter(office -> offices.contains(office.id()))
                        .toList(),
                plan.resume(all(rows, Source.ATTACHMENTS, Attachment.class))
                        .map(Attachment::url)
                        .orElse(null),
                Rows.AS_OF);
    }

    private static <T> List<T> all(ObjectNode rows, Source source, Class<T> type) {
        return ((ArrayNode) rows.path(source.list()))
                .valueStream()
                .map(row -> JSON.convertValue(row, type))
                .toList();
    }

    private static ObjectNode tree(String rows) {
        try {
            return (ObjectNode) JSON.readTree(rows);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
