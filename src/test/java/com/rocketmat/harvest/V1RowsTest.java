package com.rocketmat.harvest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.rocketmat.harvest.call.AnswerReader;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Attachment;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.Education;
import com.rocketmat.harvest.row.Employment;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.v1.V1Application;
import com.rocketmat.harvest.v1.V1Candidate;
import com.rocketmat.harvest.v1.V1Job;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of v1, which look like those of v3 once they are read. */
class V1RowsTest {

    /** Configured like the clients'. */
    private static final ObjectMapper JSON = AnswerReader.on(new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES));

    @Test
    void nestedObjectsOfAnApplicationBecomeIds() throws Exception {
        Application row = application("""
                {"id":7120034002,"candidate_id":6900112002,"prospect":false,"applied_at":"2026-11-23T08:14:02.511Z",
                 "rejected_at":null,"last_activity_at":"2026-11-23T08:20:41.000Z","location":{"address":"Lyon, France"},
                 "source":{"id":4000007002,"public_name":"Job board"},
                 "credited_to":{"id":4410002002,"first_name":"Ines","last_name":"Moreau","name":"Ines Moreau","employee_id":null},
                 "recruiter":null,"coordinator":null,"rejection_reason":null,"rejection_details":null,
                 "jobs":[{"id":5512001002,"name":"Analyst"}],"job_post_id":5600991002,"status":"active",
                 "current_stage":{"id":991,"name":"Application Review"},
                 "answers":[{"question":"Right to work?","answer":"Yes"},{"question":"Notice?","answer":null}],
                 "prospective_office":null,"prospective_department":null,
                 "prospect_detail":{"prospect_pool":null,"prospect_stage":null,"prospect_owner":null},
                 "custom_fields":{"fit":71,"can_move":true},
                 "keyed_custom_fields":{
                   "fit_score":{"name":"Fit","type":"number","value":71},
                   "relocate":{"name":"Can move","type":"boolean","value":true},
                   "rocketmat":null},
                 "attachments":[{"filename":"cv.pdf","url":"https://example.com/cv.pdf","type":"resume","created_at":null}]}
                """);

        assertThat(row)
                .usingRecursiveComparison()
                .ignoringFields("customFields", "attachments")
                .isEqualTo(new Application(
                        7_120_034_002L,
                        Instant.parse("2026-11-23T08:14:02.511Z"),
                        null,
                        6_900_112_002L,
                        5_512_001_002L,
                        "in_process",
                        false,
                        4_000_007_002L,
                        4_410_002_002L,
                        "Application Review",
                        "Lyon, France",
                        List.of(
                                new Application.Answer("Right to work?", "Yes"),
                                new Application.Answer("Notice?", null)),
                        null,
                        null));
        assertThat(row.customFields()).containsOnlyKeys("fit_score", "relocate", "rocketmat");
        assertThat(row.customFields().get("rocketmat").empty()).isTrue();
        assertThat(row.attachments())
                .containsExactly(new Attachment(0, 7_120_034_002L, "resume", "https://example.com/cv.pdf", null));
        assertThat(row.customFields().get("fit_score").value().intValue()).isEqualTo(71);
        assertThat(row.customFields().get("relocate").type()).isEqualTo("boolean");
    }

    @ParameterizedTest
    @CsvSource({"active,in_process", "rejected,rejected", "hired,hired", "converted,converted", ","})
    void theActiveStatusBecomesInProcess(String v1, String v3) throws Exception {
        String status = v1 == null ? "null" : "\"" + v1 + "\"";
        assertThat(application("{\"id\":1,\"candidate_id\":2,\"status\":%s}".formatted(status))
                        .status())
                .isEqualTo(v3);
    }

    /** The applications recorded in 2021 had neither map of custom fields. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":1,\"candidate_id\":2}",
                "{\"id\":1,\"candidate_id\":2,\"keyed_custom_fields\":null,\"jobs\":null,\"answers\":null,\"prospect\":null}",
                "{\"id\":1,\"candidate_id\":2,\"keyed_custom_fields\":{},\"jobs\":[],\"answers\":[]}",
                "{\"id\":1,\"candidate_id\":2,\"jobs\":[null],\"source\":null,\"credited_to\":null,\"current_stage\":null,\"location\":null}",
                "{\"id\":1,\"candidate_id\":2,\"source\":{},\"credited_to\":{},\"current_stage\":{},\"location\":{}}"
            })
    void anApplicationMayHaveNullOrAbsentMembers(String json) throws Exception {
        Application row = application(json);

        assertThat(row.customFields()).isEmpty();
        assertThat(row.answers()).isEmpty();
        assertThat(row.jobId()).isNull();
        assertThat(row.sourceId()).isNull();
        assertThat(row.referrerId()).isNull();
        assertThat(row.stageName()).isNull();
        assertThat(row.locationAddress()).isNull();
    }

    @Test
    void aProspectWithSeveralJobsHasTheFirst() throws Exception {
        Application row = application(
                "{\"id\":1,\"candidate_id\":2,\"prospect\":true,\"jobs\":[{\"id\":5512001002,\"name\":\"A\"},{\"id\":5512002002,\"name\":\"B\"}]}");

        assertThat(row.prospect()).isTrue();
        assertThat(row.jobId()).isEqualTo(5_512_001_002L);
    }

    @Test
    void aCandidateHasItsHistoryWithNamesInsteadOfOptions() throws Exception {
        Candidate row = candidate("""
                {"id":6900112002,"first_name":"Camille","last_name":"Dubois","company":"Tidewater","title":"Data Engineer",
                 "created_at":"2025-08-15T03:31:46.591Z","updated_at":"2025-09-28T12:29:30.497Z","is_private":false,"photo_url":null,
                 "application_ids":[7120034002],"phone_numbers":[{"value":"555-0100","type":"home"}],
                 "addresses":[{"value":"1 Example Street, Lyon","type":"home"}],"tags":["spark","python"],
                 "applications":[{"id":7120034002,"status":"active"}],
                 "educations":[{"id":31,"school_name":"INSA Lyon","degree":"Master's Degree","discipline":"Physics",
                   "start_date":"2010-09-01T00:00:00.000Z","end_date":"2015-06-30T00:00:00.000Z"},
                   {"id":32,"school_name":null,"degree":"Bachelor's Degree","discipline":null}],
                 "employments":[{"id":41,"company_name":"Tidewater","title":"Engineer",
                   "start_date":"2015-09-01T00:00:00.000Z","end_date":null}],
                 "custom_fields":{"notice":4},"keyed_custom_fields":{"notice_weeks":{"name":"Notice","type":"number","value":4}}}
                """);

        assertThat(row.stub()).isFalse();
        assertThat(row.firstName()).isEqualTo("Camille");
        assertThat(row.company()).isEqualTo("Tidewater");
        assertThat(row.title()).isEqualTo("Data Engineer");
        assertThat(row.tags()).containsExactly("spark", "python");
        assertThat(row.addresses()).containsExactly(new Candidate.Address("1 Example Street, Lyon", "home"));
        assertThat(row.customFields()).containsOnlyKeys("notice_weeks");
        assertThat(row.history().employments())
                .containsExactly(new Employment(41, 6_900_112_002L, "2015-09-01T00:00:00.000Z", null));
        assertThat(row.history().educations())
                .extracting(
                        Education::id,
                        Education::candidateId,
                        Education::endAt,
                        Education::schoolName,
                        Education::degreeName,
                        Education::disciplineName)
                .containsExactly(
                        tuple(31L, row.id(), "2015-06-30T00:00:00.000Z", "INSA Lyon", "Master's Degree", "Physics"),
                        tuple(32L, row.id(), null, null, "Bachelor's Degree", null));
    }

    @Test
    void aPrivateCandidateIsAStubThatShowsObjectionsAndAnonymisation() throws Exception {
        Candidate row = candidate("""
                {"id":5,"first_name":"Anonymized","title":"Engineer","is_private":true,"educations":[],"employments":[],
                 "keyed_custom_fields":{"no_scores":{"name":"No scores","type":"yes_no","value":true}}}""");

        assertThat(row.stub()).isTrue();
        assertThat(row.title()).isNull();
        assertThat(row.history()).isNull();
        assertThat(row.anonymised()).isTrue();
        assertThat(row.customFields().get("no_scores").yes()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":5}",
                "{\"id\":5,\"is_private\":null,\"tags\":null,\"addresses\":[null],\"educations\":null,\"employments\":null}",
                "{\"id\":5,\"educations\":[null],\"employments\":[null],\"keyed_custom_fields\":null}"
            })
    void aCandidateMayHaveNullOrAbsentMembers(String json) throws Exception {
        Candidate row = candidate(json);

        assertThat(row.stub()).isFalse();
        assertThat(row.tags()).isEmpty();
        assertThat(row.addresses()).isEmpty();
        assertThat(row.customFields()).isEmpty();
        assertThat(row.history()).isEqualTo(new Candidate.History(List.of(), List.of()));
    }

    @Test
    void anUnsetFieldOfACandidateDiffersFromAnAbsentOne() throws Exception {
        Candidate row = candidate("{\"id\":5,\"keyed_custom_fields\":{\"no_scores\":null}}");

        assertThat(row.customFields()).containsOnlyKeys("no_scores");
        assertThat(row.customFields().get("no_scores").empty()).isTrue();
    }

    @Test
    void aValueOfAnUnexpectedTypeDoesNotFailThePage() throws Exception {
        Application row = application("""
                {"id":1,"candidate_id":2,"applied_at":"soon","answers":[{"question":"q","answer":{"text":"Yes"}}],
                 "location":{"address":["Lyon"]},"attachments":[{"type":"resume","url":7,"created_at":false}]}""");

        assertThat(row.createdAt()).isNull();
        assertThat(row.answers()).containsExactly(new Application.Answer("q", null));
        assertThat(row.locationAddress()).isNull();
        assertThat(row.attachments()).hasSize(1);
    }

    @Test
    void aJobHasItsFirstDepartmentAndItsOffices() throws Exception {
        Job row = job("""
                {"id":5512001002,"name":"Analyst","requisition_id":null,"confidential":false,"status":"open",
                 "opened_at":"2026-10-01T14:42:58Z","closed_at":null,
                 "departments":[{"id":4020001002,"name":"Data","parent_id":null,"child_ids":[],"external_id":null}],
                 "offices":[{"id":4010001002,"name":"Lyon"},{"id":4010002002,"name":"Nantes"}],
                 "keyed_custom_fields":{"employment_type":{"name":"Employment Type","type":"single_select","value":"Full-time"}},
                 "hiring_team":{},"openings":[]}
                """);

        assertThat(row.open()).isTrue();
        assertThat(row.name()).isEqualTo("Analyst");
        assertThat(row.openedAt()).isEqualTo(Instant.parse("2026-10-01T14:42:58Z"));
        assertThat(row.departmentId()).isEqualTo(4_020_001_002L);
        assertThat(row.officeIds()).containsExactly(4_010_001_002L, 4_010_002_002L);
        assertThat(row.customFields()).containsOnlyKeys("employment_type");
    }

    /** Recorded in 2021 for a job without a department. */
    @Test
    void aListOfDepartmentsMayContainNull() throws Exception {
        Job row = job("{\"id\":1,\"status\":\"closed\",\"departments\":[null],\"offices\":null,\"opened_at\":null}");

        assertThat(row.departmentId()).isNull();
        assertThat(row.officeIds()).isEmpty();
        assertThat(row.open()).isFalse();
    }

    @Test
    void rowsPrintOnlyTheirId() throws Exception {
        String named = "{\"id\":5,\"first_name\":\"Ada\",\"answers\":[{\"question\":\"q\",\"answer\":\"a secret\"}],"
                + "\"educations\":[{\"id\":6,\"school_name\":\"INSA\"}]}";

        assertThat(JSON.readValue(named, V1Candidate.class)).hasToString("V1Candidate[5]");
        assertThat(JSON.readValue(named, V1Application.class)).hasToString("V1Application[5]");
        assertThat(candidate(named).history().toString()).doesNotContain("INSA");
        assertThat(candidate(named).history().educations().toString()).doesNotContain("INSA");
    }

    private static Application application(String json) throws Exception {
        return JSON.readValue(json, V1Application.class).application();
    }

    private static Candidate candidate(String json) throws Exception {
        return JSON.readValue(json, V1Candidate.class).candidate();
    }

    private static Job job(String json) throws Exception {
        return JSON.readValue(json, V1Job.class).job();
    }
}
