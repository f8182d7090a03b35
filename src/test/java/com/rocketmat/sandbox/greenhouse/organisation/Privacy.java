package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.table.Catalogue;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.Optional;

/** What the credential's user may not see: private candidates and confidential jobs, perhaps with their applications. */
public final class Privacy {
    private static final String MESSAGE = "You do not have permission to view this candidate.";

    private Privacy() {}

    /** Whether a list omits the row. */
    public static boolean hides(
            Catalogue.Resource resource, ObjectNode row, Organisation organisation, Switches switches) {
        return switch (resource.name()) {
            case "applications" -> !switches.reads.applicationsOfHidden && ofHidden(row, organisation, switches);
            case "jobs" -> secret(row, switches);
            case "candidates" ->
                row.path("private").asBoolean()
                        && switches.reads.privateCandidates == ReadSwitches.PrivateCandidates.ABSENT;
            default -> false;
        };
    }

    private static boolean ofHidden(ObjectNode application, Organisation organisation, Switches switches) {
        boolean shown = switches.reads.privateCandidates == ReadSwitches.PrivateCandidates.SHOWN;
        return organisation
                        .find("candidates", application.path("candidate_id").longValue())
                        .filter(candidate -> candidate.path("private").asBoolean() && !shown)
                        .isPresent()
                || organisation
                        .find("jobs", application.path("job_id").longValue())
                        .filter(job -> secret(job, switches))
                        .isPresent();
    }

    private static boolean secret(ObjectNode job, Switches switches) {
        return job.path("confidential").asBoolean() && !switches.reads.confidentialJobs;
    }

    /** What is shown instead of a row. */
    public static Optional<ObjectNode> stub(Catalogue.Resource resource, ObjectNode row, Switches switches) {
        if (!resource.name().equals("candidates") || !row.path("private").asBoolean()) {
            return Optional.empty();
        }
        return switch (switches.reads.privateCandidates) {
            case STUB, STUB_BY_FIELDS -> Optional.of(Json.pick(row, "id").put("message", MESSAGE));
            case STUB_WITHOUT_ID -> Optional.of(Json.message(MESSAGE));
            case ABSENT, SHOWN -> Optional.empty();
        };
    }
}
