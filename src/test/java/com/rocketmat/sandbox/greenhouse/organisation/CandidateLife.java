package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.List;
import java.util.Optional;

/** Merging and deleting candidates. */
final class CandidateLife {
    private static final List<String> PARTS = List.of("attachments", "candidate_educations", "candidate_employments");
    private final Organisation organisation;
    private final Hooks hooks;

    CandidateLife(Organisation organisation, Hooks hooks) {
        this.organisation = organisation;
        this.hooks = hooks;
    }

    /**
     * Applications are carried over and keep their ids, or get new ones: that is not documented. Of two for the same job the
     * winner's stays and the loser's is deleted, which fires a webhook.
     */
    void merge(long winner, long loser) {
        if (winner == loser) {
            throw new IllegalArgumentException("a candidate cannot be merged with itself");
        }
        ObjectNode gone = organisation.get("candidates", loser);
        organisation.alter("candidates", winner, true, row -> {});
        for (ObjectNode application : applications(loser)) {
            Optional<ObjectNode> twin = applications(winner).stream()
                    .filter(other -> application.hasNonNull("job_id")
                            && other.path("job_id").equals(application.get("job_id")))
                    .findFirst();
            if (twin.isPresent()) {
                refer(
                        "attachments",
                        "application_id",
                        application.get("id"),
                        twin.get().get("id"));
                new ApplicationLife(organisation, hooks).delete(Json.id(application));
            } else {
                carryOver(application, winner);
            }
        }
        PARTS.forEach(resource -> refer(resource, "candidate_id", gone.get("id"), Json.number(winner)));
        organisation.remove("candidates", loser);
        hooks.merged(gone, winner);
    }

    void delete(long id) {
        ObjectNode gone = organisation.get("candidates", id);
        List<Long> applications = applications(id).stream().map(Json::id).toList();
        applications.forEach(new ApplicationLife(organisation, hooks)::remove);
        PARTS.forEach(resource -> organisation
                .children(resource, "candidate_id", id)
                .toList()
                .forEach(part -> organisation.remove(resource, Json.id(part))));
        organisation.remove("candidates", id);
        hooks.deletedCandidate(gone, applications);
    }

    private void carryOver(ObjectNode application, long winner) {
        if (organisation.switches().life.mergeKeepsApplicationIds) {
            organisation.alter("applications", Json.id(application), true, row -> row.put("candidate_id", winner));
            return;
        }
        long made = OrganisationBuilder.nextId(organisation, "applications");
        organisation.add(
                "applications",
                application
                        .deepCopy()
                        .put("id", made)
                        .put("candidate_id", winner)
                        .put("updated_at", Json.time(organisation.now())));
        for (String resource : List.of("application_stages", "attachments", "rejection_details", "prospect_details")) {
            refer(resource, "application_id", application.get("id"), Json.number(made));
        }
        organisation.remove("applications", Json.id(application));
    }

    /** If both are marked latest, the winner's stays. */
    private void refer(String resource, String parent, JsonNode from, JsonNode to) {
        organisation
                .children(resource, parent, from.longValue())
                .toList()
                .forEach(part -> organisation.alter(resource, Json.id(part), true, row -> {
                    row.set(parent, to);
                    if (parent.equals("candidate_id") && row.has("latest")) {
                        row.put("latest", false);
                    }
                }));
    }

    private List<ObjectNode> applications(long candidate) {
        return organisation.children("applications", "candidate_id", candidate).toList();
    }
}
