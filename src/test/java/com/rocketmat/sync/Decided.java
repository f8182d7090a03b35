package com.rocketmat.sync;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.secrecy.SecretScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A customer with decided applications whose applicants are fully described. */
final class Decided {

    static final String PHONE_QUESTION = "What is your phone number?";
    private static final long OFFICE = 4_540_999_001L;
    /** Greenhouse does not show it. */
    private static final long CLOSED_OFFICE = 4_540_999_003L;

    private static final long DEGREE = 4_540_999_002L;
    private static final long DELETED_OPTION = 4_540_999_004L;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    final Organisation organisation;
    final List<Long> rejected = new ArrayList<>();
    final long hired;
    final long onAClosedJob;
    final long anonymised;
    final long inProcess;
    private final long candidate;

    Decided(Organisation organisation, int rejections) {
        this.organisation = organisation;
        organisation.rateLimit(10_000);
        organisation.addField(4_410_999_102L, "points", "number");
        organisation.addField(4_410_999_103L, "remark", "short_text");
        candidate = aTalkative("Zdeňka-Maria", "Quartermayne");
        organisation.add(
                "custom_field_options", JSON.objectNode().put("id", DEGREE).put("name", "Master's Degree"));
        organisation.add(
                "candidate_educations",
                JSON.objectNode()
                        .put("id", DEGREE)
                        .put("candidate_id", candidate)
                        .put("degree_custom_field_option_id", DEGREE)
                        .put("school_name_custom_field_option_id", DELETED_OPTION));
        long job = organisation.addJob("Head of Lamps");
        organisation.add(
                "offices",
                JSON.objectNode().put("id", OFFICE).put("name", "The tower").put("location", "Nad Šárkou, Praha"));
        organisation.change(
                "jobs", job, row -> row.putArray("office_ids").add(OFFICE).add(CLOSED_OFFICE));
        long interview = organisation.addStage(job, "Interview");
        long reason = organisation.addRejectionReason("The sea is too loud", "THEY_REJECTED_US", "They rejected us");
        for (int i = 0; i < rejections; i++) {
            long id = apply(job, i);
            organisation.reject(id, reason);
            rejected.add(id);
        }
        hired = apply(job, 700);
        organisation.moveToStage(hired, interview);
        organisation.hire(hired);
        long closed = organisation.addJob("Keeper of a light that is out");
        onAClosedJob = organisation.addApplication(candidate, closed);
        organisation.reject(onAClosedJob);
        organisation.closeJob(closed);
        long anonymous = organisation.addCandidate("Bartholomew", "Featherstonehaugh");
        anonymised = organisation.addApplication(anonymous, job);
        organisation.reject(anonymised);
        organisation.anonymise(anonymous, Set.of("full_name"));
        inProcess = apply(job, 1);
    }

    /** What must never be exported: names, addresses, telephone numbers; and features that were not requested. */
    SecretScan personal() {
        return new SecretScan()
                .hide(List.of(
                        "Zdeňka-Maria",
                        "Quartermayne",
                        "zdenka+jobs@quartermayne.example",
                        "+420 555 010 203",
                        "Nad Šárkou 12/7",
                        "Bartholomew",
                        "Featherstonehaugh",
                        "Because the sea is loud",
                        "The sea is too loud",
                        String.valueOf(candidate)));
    }

    private long aTalkative(String firstName, String lastName) {
        long id = organisation.addCandidate(firstName, lastName);
        organisation.change("candidates", id, row -> {
            row.put("company", "=Lighthouses & Sons").put("title", "Keeper of the \"North\" Light");
            row.withArray("/email_addresses").addObject().put("value", "zdenka+jobs@quartermayne.example");
            row.withArray("/phone_numbers").addObject().put("value", "+420 555 010 203");
            row.withArray("/addresses").addObject().put("value", "Nad Šárkou 12/7");
        });
        return id;
    }

    private long apply(long job, int points) {
        long id = organisation.addApplication(candidate, job, Map.of("points", JSON.numberNode(points)));
        organisation.change("applications", id, row -> {
            row.put("location_address", "Nad Šárkou 12/7");
            row.withArray("/answers").addObject().put("question", "Why?").put("answer", "Because the sea is loud");
            row.withArray("/answers")
                    .addObject()
                    .put("question", PHONE_QUESTION)
                    .put("answer", "+420 555 010 203");
        });
        return id;
    }
}
