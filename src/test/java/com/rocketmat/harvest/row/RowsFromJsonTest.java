package com.rocketmat.harvest.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.rocketmat.harvest.call.AnswerReader;
import com.rocketmat.harvest.v3.TokenApi;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowsFromJsonTest {

    /** Configured like the clients'. */
    private static final ObjectMapper JSON = AnswerReader.on(new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS));

    @Test
    void anApplicationMayHaveLargeIdsAndUnknownMembers() throws Exception {
        List<Application> rows = JSON.readValue("""
                [{"id":7120034002,"created_at":"2026-11-23T08:14:02.511Z","updated_at":"2026-11-23T08:20:41.090Z",
                  "agency_note_id":null,"candidate_id":6900112002,"coordinator_id":null,"job_id":5512001002,
                  "referrer_id":null,"source_id":4000007002,"stage_id":9911220002,"stage_name":"Application Review",
                  "job_interview_stage_id":33,"status":"in_process","needs_decision":true,"prospect":false,
                  "location_address":"Lyon, France","prospective_job_ids":[],"a_new_member":{"x":[1]},
                  "answers":[{"question":"Right to work?","answer":"Yes"},null,{"question":"Notice?","answer":null}],
                  "custom_fields":{
                    "fit_score":{"name":"Fit score","type":"number","value":null},
                    "relocate":{"name":"Relocate","type":"yes_no","value":true,"id":7},
                    "gone":null,
                    "expected_pay":{"name":"Pay","type":"currency","value":{"amount":52000,"unit":"EUR"}}}}]
                """, new TypeReference<>() {});

        Application row = rows.getFirst();
        assertThat(row.id()).isEqualTo(7_120_034_002L);
        assertThat(row.candidateId()).isEqualTo(6_900_112_002L);
        assertThat(row.jobId()).isEqualTo(5_512_001_002L);
        assertThat(row.createdAt()).isEqualTo(Instant.parse("2026-11-23T08:14:02.511Z"));
        assertThat(row.status()).isEqualTo(Application.IN_PROCESS);
        assertThat(row.prospect()).isFalse();
        assertThat(row.sourceId()).isEqualTo(4_000_007_002L);
        assertThat(row.referrerId()).isNull();
        assertThat(row.answers())
                .containsExactly(
                        new Application.Answer("Right to work?", "Yes"), new Application.Answer("Notice?", null));
        assertThat(row.customFields()).containsOnlyKeys("fit_score", "relocate", "expected_pay");
        assertThat(row.customFields().get("fit_score").empty()).isTrue();
        assertThat(row.customFields().get("relocate").value().booleanValue()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"candidate_id\":2}",
                "{\"id\":1,\"candidate_id\":2,\"custom_fields\":null,\"answers\":null,\"job_id\":null,\"prospect\":null}",
                "{\"id\":1,\"candidate_id\":2,\"custom_fields\":{},\"answers\":[]}",
                "{\"id\":1,\"candidate_id\":2,\"custom_fields\":{\"a\":null},\"answers\":[null]}"
            })
    void missingListsAndMapsOfAnApplicationAreEmpty(String json) throws Exception {
        Application row = JSON.readValue(json, Application.class);

        assertThat(row.customFields()).isEmpty();
        assertThat(row.answers()).isEmpty();
        assertThat(row.jobId()).isNull();
        assertThat(row.prospect()).isFalse();
        assertThat(row.createdAt()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"true|true", "7|7", "[\"a\"]|", "{\"a\":[1]}|", "null|", "\"Yes\"|Yes"})
    void aTextOfAnUnexpectedTypeIsConvertedOrNull(String json, String text) throws Exception {
        Application row = JSON.readValue("""
                {"id":1,"candidate_id":2,"answers":[{"question":"q","answer":%s},{"question":"r","answer":"No"}]}""".formatted(json), Application.class);
        Candidate candidate = JSON.readValue("""
                {"id":2,"first_name":"Ada","tags":["java",%1$s],"addresses":[{"value":%1$s,"type":"home"}]}""".formatted(json), Candidate.class);

        assertThat(row.answers()).containsExactly(new Application.Answer("q", text), new Application.Answer("r", "No"));
        assertThat(candidate.tags()).hasSize(text == null ? 1 : 2);
        assertThat(candidate.addresses()).containsExactly(new Candidate.Address(text, "home"));
    }

    /** Without an end it would be the current one. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"end_date\":\"2020-01-31\"}", "[\"2020-01-31\"]"})
    void anUnreadableEndOfAnEmploymentIsNotAMissingOne(String json) throws Exception {
        Employment employment = JSON.readValue(
                "{\"id\":1,\"candidate_id\":2,\"end_date\":%s,\"start_date\":{}}".formatted(json), Employment.class);

        assertThat(employment.endDate()).isEqualTo("unreadable");
        assertThat(employment.startDate()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "true", "{}", "[]", "\"\""})
    void anUnreadableTimeIsNull(String json) throws Exception {
        Application row =
                JSON.readValue("{\"id\":1,\"created_at\":%s,\"candidate_id\":2}".formatted(json), Application.class);

        assertThat(row.createdAt()).isNull();
        assertThat(row.candidateId()).isEqualTo(2);
    }

    @Test
    void unreadableValuesAreCounted() throws Exception {
        MeterRegistry registry = new SimpleMeterRegistry();
        Metrics.addRegistry(registry);
        try {
            assertThat(JSON.readValue("""
                    {"id":1,"candidate_id":2,"end_date_year":"long ago","end_date_month":6,"end_at":[]}""", Education.class))
                    .isEqualTo(new Education(1, 2, null, null, null, null, null, 6, null, null, null, null));
            JSON.readValue("""
                    {"id":1,"candidate_id":2,"created_at":"soon","updated_at":{"at":1},"stage_name":{}}""", Application.class);

            assertThat(registry.counter(AnswerReader.ODD_VALUES, AnswerReader.TYPE, "time")
                            .count())
                    .isEqualTo(2);
            assertThat(registry.counter(AnswerReader.ODD_VALUES, AnswerReader.TYPE, "number")
                            .count())
                    .isOne();
            assertThat(registry.counter(AnswerReader.ODD_VALUES, AnswerReader.TYPE, "text")
                            .count())
                    .isEqualTo(2);
        } finally {
            Metrics.removeRegistry(registry);
        }
    }

    /** Without them a row would be taken for another one, or a value for none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"one\",\"candidate_id\":2}",
                "{\"id\":1,\"candidate_id\":{}}",
                "{\"id\":1,\"candidate_id\":2,\"custom_fields\":\"none\"}",
                "{\"id\":1,\"candidate_id\":2,\"custom_fields\":{\"rocketmat\":71}}"
            })
    void idsAndCustomFieldsOfAnUnexpectedTypeFailTheRow(String json) {
        assertThatThrownBy(() -> JSON.readValue(json, Application.class)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void nullsInTheListsOfACandidateAreDropped() throws Exception {
        Candidate row = JSON.readValue("""
                {"id":6900112002,"first_name":"Ada","last_name":"L","company":"Sogeti","title":null,"private":false,
                 "tags":["java",null],"addresses":[null,{"value":"Lyon","type":"home"}],
                 "phone_numbers":[{"value":"1","type":"home"}],
                 "custom_fields":{"level":{"name":"Level","type":"single_select","value":"B"}}}
                """, Candidate.class);

        assertThat(row.tags()).containsExactly("java");
        assertThat(row.addresses()).containsExactly(new Candidate.Address("Lyon", "home"));
        assertThat(row.customFields()).containsOnlyKeys("level");
        assertThat(row.stub()).isFalse();
        assertThat(row.anonymised()).isFalse();
        assertThat(row).hasToString("Candidate[6900112002]");
    }

    @Test
    void aCandidateOfV3HasNoHistory() throws Exception {
        Candidate row =
                JSON.readValue("{\"id\":5,\"first_name\":\"Ada\",\"history\":{\"educations\":7}}", Candidate.class);

        assertThat(row.firstName()).isEqualTo("Ada");
        assertThat(row.history()).isNull();
    }

    @Test
    void aStubOfAPrivateCandidateIsRecognised() throws Exception {
        Candidate stub = JSON.readValue("{\"id\":5,\"message\":\"You do not have permission\"}", Candidate.class);

        assertThat(stub.stub()).isTrue();
        assertThat(stub.tags()).isEmpty();
        assertThat(JSON.readValue("{\"message\":\"still being processed\"}", Candidate.class)
                        .stub())
                .isTrue();
        assertThat(JSON.readValue("{\"id\":5}", Candidate.class).stub()).isTrue();
        assertThat(JSON.readValue("{\"id\":5,\"first_name\":null}", Candidate.class)
                        .stub())
                .isFalse();
    }

    @Test
    void anAnonymisedCandidateIsRecognised() throws Exception {
        assertThat(JSON.readValue("{\"id\":5,\"first_name\":\"Anonymized\",\"last_name\":\"5\"}", Candidate.class)
                        .anonymised())
                .isTrue();
        assertThat(JSON.readValue("{\"id\":5,\"first_name\":null}", Candidate.class)
                        .anonymised())
                .isFalse();
    }

    @Test
    void aJobIsOpenOnlyWithThatStatus() throws Exception {
        Job job = JSON.readValue("""
                {"id":5512001002,"name":"Analyst","status":"open","opened_at":"2026-10-01T00:00:00.000Z","closed_at":null,
                 "department_id":null,"office_ids":[4,null],"confidential":true,"custom_fields":null}
                """, Job.class);

        assertThat(job.open()).isTrue();
        assertThat(job.officeIds()).containsExactly(4L);
        assertThat(job.customFields()).isEmpty();
        assertThat(JSON.readValue("{\"id\":1,\"status\":\"draft\"}", Job.class).open())
                .isFalse();
        assertThat(JSON.readValue("{\"id\":1}", Job.class).open()).isFalse();
    }

    @Test
    void employmentsAndEducationsAreRead() throws Exception {
        assertThat(JSON.readValue(
                        "{\"id\":1,\"candidate_id\":2,\"company_name\":\"A\",\"start_date\":\"2020-01-01\",\"end_date\":null}",
                        Employment.class))
                .isEqualTo(new Employment(1, 2, "2020-01-01", null));
        assertThat(JSON.readValue("""
                        {"id":1,"candidate_id":2,"school_name_custom_field_option_id":3000000003,
                         "degree_custom_field_option_id":null,"end_at":"2012-06-30","end_date_year":2012,"end_date_month":6,"latest":true}
                        """, Education.class))
                .isEqualTo(
                        new Education(1, 2, 3_000_000_003L, null, null, "2012-06-30", 2012, 6, true, null, null, null));
    }

    @Test
    void definitionsAndOptionsAreRead() throws Exception {
        assertThat(JSON.readValue("""
                        {"id":4440012002,"field_type":"application","name":"Fit score","value_type":"number",
                         "active":true,"name_key":"fit_score","private":true,"application_type":"candidate_applications"}
                        """, CustomField.class))
                .isEqualTo(new CustomField(
                        4_440_012_002L, "fit_score", "application", "number", "candidate_applications", true, true));
        assertThat(JSON.readValue("{\"id\":3,\"name\":\"PhD\",\"active\":false}", CustomFieldOption.class))
                .isEqualTo(new CustomFieldOption(3, "PhD"));
    }

    @Test
    void tokensAreReadInTheRecordedAndTheDocumentedForm() throws Exception {
        assertThat(JSON.readValue(
                        "{\"token_type\":\"Bearer\",\"access_token\":\"eyJ\",\"expires_at\":\"2026-11-24T11:05:00Z\"}",
                        TokenApi.Answer.class))
                .isEqualTo(new TokenApi.Answer("eyJ", Instant.parse("2026-11-24T11:05:00Z"), null));
        assertThat(JSON.readValue("{\"access_token\":\"eyJ\",\"expires_in\":3600}", TokenApi.Answer.class))
                .isEqualTo(new TokenApi.Answer("eyJ", null, 3600L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \"", "[]", "{}", "{\"amount\":null,\"unit\":null}"})
    void anUnsetCustomFieldIsEmpty(String value) throws Exception {
        assertThat(entry(value).empty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "false", "\"0\"", "[\"A\"]", "{\"amount\":null,\"unit\":\"EUR\"}", "[null]", "12.5"})
    void aSetCustomFieldIsNotEmpty(String value) throws Exception {
        assertThat(entry(value).empty()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, false",
        "\"Yes\", true, false",
        "\"1\", true, false",
        "1, true, false",
        "false, false, true",
        "\"No\", false, true",
        "0, false, true",
        "\"perhaps\", false, false",
        "null, false, false",
        "[true], false, false",
    })
    void aYesNoValueMayBeTextOrANumber(String value, boolean yes, boolean no) throws Exception {
        assertThat(entry(value).yes()).isEqualTo(yes);
        assertThat(entry(value).no()).isEqualTo(no);
    }

    @Test
    void anEntryWithoutAValueIsEmpty() throws Exception {
        assertThat(JSON.readValue("{\"name\":\"x\",\"type\":\"number\"}", CustomFieldEntry.class)
                        .empty())
                .isTrue();
    }

    private static CustomFieldEntry entry(String value) throws JsonProcessingException {
        return JSON.readValue("{\"name\":\"x\",\"type\":\"t\",\"value\":%s}".formatted(value), CustomFieldEntry.class);
    }
}
