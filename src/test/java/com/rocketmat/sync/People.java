package com.rocketmat.sync;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import java.util.List;
import java.util.Set;

/** What people do in a customer's Greenhouse. */
final class People {

    static final String SCORE = "rocketmat";

    private final Organisation organisation;
    private final List<Long> jobs;

    People(Organisation organisation) {
        this.organisation = organisation;
        this.jobs = List.of(organisation.addJob("Cooper"), organisation.addJob("Fletcher"));
    }

    /** An edit of some application, its candidate or its job. */
    enum Deed {
        APPLY,
        CONVERT_A_PROSPECT,
        NOTE,
        REJECT,
        TAKE_BACK,
        FILL,
        CLEAR,
        DELETE,
        MERGE,
        ANONYMISE,
        /** Edits that, as far as is known, do not change the application's {@code updated_at}. */
        CLOSE_JOB,
        OPEN_JOB,
        HIDE,
        SHOW,
        CLEAR_QUIETLY;

        boolean moves() {
            return compareTo(CLOSE_JOB) < 0;
        }
    }

    void does(Deed deed, int whom) {
        List<ObjectNode> applications = organisation.rows("applications");
        long job = jobs.get(whom % jobs.size());
        switch (deed) {
            case APPLY -> organisation.addApplication(candidate(), job);
            case CONVERT_A_PROSPECT -> organisation.convertProspect(organisation.addProspect(candidate()), job);
            case CLOSE_JOB -> organisation.closeJob(job);
            case OPEN_JOB -> organisation.change("jobs", job, row -> row.put("status", "open"));
            default -> {
                if (!applications.isEmpty()) {
                    with(applications.get(whom % applications.size()), deed);
                }
            }
        }
    }

    private void with(ObjectNode application, Deed deed) {
        long id = application.get("id").longValue();
        long candidate = application.get("candidate_id").longValue();
        switch (deed) {
            case NOTE -> organisation.change("applications", id, row -> row.put("needs_decision", false));
            case REJECT -> organisation.reject(id);
            case TAKE_BACK -> organisation.unreject(id);
            case FILL -> organisation.setCustomField(id, SCORE, IntNode.valueOf(99));
            case CLEAR -> organisation.setCustomField(id, SCORE, NullNode.instance);
            case DELETE -> organisation.deleteApplication(id);
            case MERGE -> organisation.mergeCandidates(candidate(), candidate);
            case ANONYMISE -> organisation.anonymise(candidate, Set.of("full_name", "custom_application_fields"));
            case HIDE -> organisation.makePrivate(candidate);
            case SHOW -> organisation.change("candidates", candidate, row -> row.put("private", false));
            case CLEAR_QUIETLY -> {
                application.withObject("/custom_fields").remove(SCORE);
                organisation.add("applications", application);
            }
            default -> throw new IllegalArgumentException(deed.name());
        }
    }

    private long candidate() {
        return organisation.addCandidate("Ana", "Prova");
    }
}
