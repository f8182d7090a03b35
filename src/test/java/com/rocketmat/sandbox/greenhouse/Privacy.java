package com.rocketmat.sandbox.greenhouse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What the credential's user may not see: private candidates and confidential jobs. */
final class Privacy {
    private static final String MESSAGE = "You do not have permission to view this candidate.";

    private Privacy() {}

    /** Whether a list omits the row. */
    static boolean hides(Catalogue.Resource resource, ObjectNode row, Switches switches) {
        return switch (resource.name()) {
            case "jobs" ->
                row.path("confidential").asBoolean() && !switches.reads().confidentialJobs();
            case "candidates" ->
                row.path("private").asBoolean()
                        && switches.reads().privateCandidates() == ReadSwitches.PrivateCandidates.ABSENT;
            default -> false;
        };
    }

    /** What is shown instead of a row. */
    static Optional<ObjectNode> stub(Catalogue.Resource resource, ObjectNode row, Switches switches) {
        if (!resource.name().equals("candidates") || !row.path("private").asBoolean()) {
            return Optional.empty();
        }
        return switch (switches.reads().privateCandidates()) {
            case STUB, STUB_BY_FIELDS -> Optional.of(Json.pick(row, "id").put("message", MESSAGE));
            case STUB_WITHOUT_ID -> Optional.of(Json.message(MESSAGE));
            case ABSENT, SHOWN -> Optional.empty();
        };
    }
}
