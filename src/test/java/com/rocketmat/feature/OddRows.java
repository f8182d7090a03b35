package com.rocketmat.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Rows with nulls wherever possible, and values of every form. */
final class OddRows {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OddRows() {}

    static Arbitrary<Subject> subjects() {
        return Combinators.combine(
                        applications().injectNull(0.1),
                        candidates().injectNull(0.1),
                        jobs().injectNull(0.1),
                        employments().injectNull(0.2).list().ofMaxSize(4).injectNull(0.1),
                        educations().injectNull(0.2).list().ofMaxSize(4).injectNull(0.1),
                        Arbitraries.maps(ids(), texts().injectNull(0.2))
                                .ofMaxSize(5)
                                .injectNull(0.1),
                        offices().injectNull(0.2).list().ofMaxSize(3).injectNull(0.1),
                        texts().injectNull(0.3))
                .as((application, candidate, job, employments, educations, optionNames, offices, resume) -> new Subject(
                        application,
                        candidate,
                        job,
                        employments,
                        educations,
                        optionNames,
                        offices,
                        resume,
                        Rows.AS_OF));
    }

    private static Arbitrary<Application> applications() {
        Arbitrary<Answer> answers = Combinators.combine(
                        Arbitraries.of("question", "Why us?").injectNull(0.3), texts().injectNull(0.3))
                .as(Answer::new);
        return Combinators.combine(
                        instants().injectNull(0.3),
                        ids().injectNull(0.3),
                        ids().injectNull(0.3),
                        texts().injectNull(0.3),
                        texts().injectNull(0.3),
                        answers.list().ofMaxSize(3).injectNull(0.2),
                        customFields())
                .as((created, source, referrer, stage, location, answered, fields) -> new Application(
                        1, created, null, 2, null, null, false, source, referrer, stage, location, answered, fields,
                        null));
    }

    private static Arbitrary<Candidate> candidates() {
        Arbitrary<Address> addresses = Combinators.combine(texts().injectNull(0.3), texts().injectNull(0.3))
                .as(Address::new);
        return Combinators.combine(
                        texts().injectNull(0.3),
                        texts().injectNull(0.3),
                        texts().list().ofMaxSize(3).injectNull(0.3),
                        addresses.list().ofMaxSize(2).injectNull(0.3),
                        customFields())
                .as((company, title, tags, at, fields) ->
                        new Candidate(2, null, null, company, title, tags, at, fields, null, null));
    }

    private static Arbitrary<Job> jobs() {
        return Combinators.combine(
                        texts().injectNull(0.3),
                        instants().injectNull(0.3),
                        ids().injectNull(0.3),
                        ids().list().ofMaxSize(2).injectNull(0.3),
                        customFields())
                .as((name, opened, department, offices, fields) ->
                        new Job(3, name, null, opened, department, offices, fields, null));
    }

    private static Arbitrary<Office> offices() {
        return Combinators.combine(texts().injectNull(0.3), texts().injectNull(0.3))
                .as((name, location) -> new Office(6, name, location));
    }

    private static Arbitrary<Employment> employments() {
        return Combinators.combine(texts().injectNull(0.2), texts().injectNull(0.2))
                .as((start, end) -> new Employment(4, 2, start, end));
    }

    private static Arbitrary<Education> educations() {
        return Combinators.combine(
                        ids().injectNull(0.2),
                        ids().injectNull(0.2),
                        ids().injectNull(0.2),
                        texts().injectNull(0.2),
                        Arbitraries.of(true, false).injectNull(0.3),
                        texts().injectNull(0.6))
                .as((school, degree, discipline, end, latest, name) ->
                        new Education(5, 2, school, degree, discipline, end, null, null, latest, name, name, name));
    }

    /** Always with the key from the catalogue's own description of the family. */
    private static Arbitrary<Map<String, CustomFieldEntry>> customFields() {
        Arbitrary<String> types = Arbitraries.of(
                "number", "currency", "yes_no", "boolean", "short_text", "single_select", "multi_select", "user", "");
        return Combinators.combine(types.injectNull(0.1), json().injectNull(0.1))
                .as((type, value) -> {
                    Map<String, CustomFieldEntry> fields = new HashMap<>();
                    fields.put("key", new CustomFieldEntry("Key", type, value));
                    return fields;
                })
                .injectNull(0.1);
    }

    private static Arbitrary<JsonNode> json() {
        return Arbitraries.of(List.of(
                JSON.nullNode(),
                JSON.missingNode(),
                JSON.booleanNode(true),
                JSON.numberNode(3.5),
                JSON.numberNode(Double.NaN),
                JSON.textNode(""),
                JSON.textNode("12"),
                JSON.textNode("twelve"),
                JSON.arrayNode(),
                JSON.arrayNode().add("B").addNull().add(1).add("A"),
                JSON.objectNode(),
                JSON.objectNode().put("amount", "7"),
                JSON.objectNode().putNull("amount")));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.of("", " ", "Lyon", "2020-01-01", "2019-05-01T00:00:00.000Z", "2020-13-41", "Master", "ⅷ ﬃ");
    }

    private static Arbitrary<Long> ids() {
        return Arbitraries.longs().between(1, 8);
    }

    private static Arbitrary<Instant> instants() {
        return Arbitraries.of(
                Instant.parse("2026-11-23T08:14:02.511Z"),
                Instant.parse("2999-01-01T00:00:00Z"),
                Instant.MIN,
                Instant.EPOCH);
    }
}
