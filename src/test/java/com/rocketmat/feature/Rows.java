package com.rocketmat.feature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Application.Answer;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.Candidate.Address;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.harvest.row.Education;
import com.rocketmat.harvest.row.Employment;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.row.Office;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds the rows of an application as Harvest returns them; without more, they have only their keys. */
final class Rows {

    static final Instant AS_OF = Instant.parse("2026-11-24T10:00:00.000Z");

    private static final long CANDIDATE = 6_900_112_002L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Answer> answers = new ArrayList<>();
    private final List<Address> addresses = new ArrayList<>();
    private final List<Employment> employments = new ArrayList<>();
    private final List<Education> educations = new ArrayList<>();
    private final Map<Long, String> optionNames = new HashMap<>();
    private final List<Office> offices = new ArrayList<>();
    private final Map<String, CustomFieldEntry> customFields = new HashMap<>();

    private String resumeText;
    private Instant createdAt;
    private Long sourceId;
    private Long referrerId;
    private String stage;
    private String location;
    private String title;
    private String company;
    private List<String> tags;
    private String jobName;
    private Instant openedAt;
    private Long departmentId;
    private List<Long> officeIds;
    private Instant asOf = AS_OF;

    static Rows bare() {
        return new Rows();
    }

    /** A data engineer from Lyon who applied yesterday. */
    static Rows typical() {
        return bare().createdAt("2026-11-23T08:14:02.511Z")
                .source(4_000_007_002L)
                .stage("Application Review")
                .location("Lyon, France")
                .answer("Right to work?", "Yes")
                .title("Senior Data Engineer")
                .company("Sogeti")
                .tags("python", "Spark", "airflow")
                .address("12 rue de la République, Lyon")
                .job(
                        "Data Engineer",
                        "2026-11-01T00:00:00.000Z",
                        4_020_001_002L,
                        List.of(4_010_001_002L, 4_010_002_002L))
                .employed("2015-09-01", "2019-08-31")
                .employed("2020-01-06", null)
                .option(701, "INSA Lyon")
                .option(702, "Master's Degree")
                .option(703, "Computer Science")
                .educated(31, 701L, 702L, 703L, "2015-06-30T00:00:00.000Z", true)
                .custom("expected_pay", "currency", "{\"amount\":52000,\"unit\":\"EUR\"}");
    }

    Rows asOf(String time) {
        asOf = Instant.parse(time);
        return this;
    }

    Rows createdAt(String time) {
        createdAt = Instant.parse(time);
        return this;
    }

    Rows source(Long id) {
        sourceId = id;
        return this;
    }

    Rows referrer(Long id) {
        referrerId = id;
        return this;
    }

    Rows stage(String name) {
        stage = name;
        return this;
    }

    Rows location(String address) {
        location = address;
        return this;
    }

    Rows answer(String question, String answer) {
        answers.add(new Answer(question, answer));
        return this;
    }

    /** Sets the field on the application, the candidate and the job. */
    Rows custom(String key, String type, String json) {
        try {
            customFields.put(key, new CustomFieldEntry(key, type, JSON.readTree(json)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
        return this;
    }

    Rows title(String name) {
        title = name;
        return this;
    }

    Rows company(String name) {
        company = name;
        return this;
    }

    Rows tags(String... names) {
        tags = List.of(names);
        return this;
    }

    Rows address(String value) {
        addresses.add(new Address(value, "home"));
        return this;
    }

    Rows employed(String startDate, String endDate) {
        employments.add(new Employment(employments.size() + 1L, CANDIDATE, startDate, endDate));
        return this;
    }

    Rows educated(long id, Long school, Long degree, Long discipline, String endAt, Boolean latest) {
        educations.add(
                new Education(id, CANDIDATE, school, degree, discipline, endAt, null, null, latest, null, null, null));
        return this;
    }

    Rows educatedUntil(long id, Long school, Integer year, Integer month) {
        educations.add(new Education(id, CANDIDATE, school, null, null, null, year, month, null, null, null, null));
        return this;
    }

    /** As in v1. */
    Rows named(long id, String school, String degree, String discipline, String endAt) {
        educations.add(
                new Education(id, CANDIDATE, null, null, null, endAt, null, null, null, school, degree, discipline));
        return this;
    }

    Rows office(long id, String name, String place) {
        offices.add(new Office(id, name, place));
        return this;
    }

    Rows resume(String text) {
        resumeText = text;
        return this;
    }

    Rows option(long id, String name) {
        optionNames.put(id, name);
        return this;
    }

    Rows job(String name, String opened, Long department, List<Long> offices) {
        jobName = name;
        openedAt = opened == null ? null : Instant.parse(opened);
        departmentId = department;
        officeIds = offices;
        return this;
    }

    Subject subject() {
        return new Subject(
                new Application(
                        7_120_034_002L,
                        createdAt,
                        createdAt,
                        CANDIDATE,
                        5_512_001_002L,
                        Application.IN_PROCESS,
                        false,
                        sourceId,
                        referrerId,
                        stage,
                        location,
                        answers,
                        customFields,
                        null),
                new Candidate(CANDIDATE, null, "Camille", company, title, tags, addresses, customFields, null, null),
                new Job(5_512_001_002L, jobName, "open", openedAt, departmentId, officeIds, customFields, null),
                employments,
                educations,
                optionNames,
                offices,
                resumeText,
                asOf);
    }

    FeatureValue value(String feature) {
        return value(feature, subject());
    }

    /** The value of a numeric feature. */
    double number(String feature) {
        return ((FeatureValue.Numeric) value(feature)).value();
    }

    static FeatureValue value(String feature, Subject subject) {
        return new FeatureCatalogue().plan(List.of(feature)).values(subject).get(feature);
    }

    static FeatureValue text(String value) {
        return new FeatureValue.Text(value);
    }

    static FeatureValue numeric(double value) {
        return new FeatureValue.Numeric(value);
    }

    static FeatureValue id(long value) {
        return new FeatureValue.Identifier(value);
    }
}
