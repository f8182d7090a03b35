package com.rocketmat.sandbox.greenhouse.v1;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.V1Applications;
import com.rocketmat.sandbox.greenhouse.wire.Refused;
import com.rocketmat.sandbox.greenhouse.wire.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The filters of v1 lists. v1 ignores unknown parameters, and an unknown status matches nothing. To a filter that v1 has and this
 * simulator has not, the answer is 501: to ignore it would show more rows than Greenhouse does.
 */
final class V1Filter {
    private static final String TIMES = "created_after created_before updated_after updated_before ";
    private static final Map<String, Set<String>> NOT_SIMULATED = Map.of(
            "applications", names("created_after created_before"),
            "candidates", names(TIMES + "job_id email"),
            "jobs",
                    names(TIMES + "requisition_id opening_id department_id external_department_id office_id"
                            + " external_office_id custom_field_option_id"),
            "users", names(TIMES + "email employee_id"));
    private static final int MOST_IDS = 50;

    private final String resource;
    private final Map<String, String> given;

    V1Filter(String resource, Map<String, String> given) {
        this.resource = resource;
        this.given = given;
        Set<String> missed = new TreeSet<>(NOT_SIMULATED.getOrDefault(resource, Set.of()));
        missed.retainAll(given.keySet());
        if (!missed.isEmpty()) {
            throw Refused.of(
                    501, "The simulator does not have these filters of " + resource + ": " + missed, List.of());
        }
    }

    private static Set<String> names(String text) {
        return Set.of(text.split(" "));
    }

    boolean lets(ObjectNode row) {
        return !row.has("message")
                && switch (resource) {
                    case "applications" -> status(row) && active(row) && ofJob(row);
                    case "candidates" -> listed(row);
                    case "jobs" -> status(row);
                    default -> true;
                };
    }

    private boolean active(ObjectNode row) {
        return !given.containsKey("last_activity_after")
                || (row.hasNonNull("last_activity_at")
                        && !time(row.get("last_activity_at").asText())
                                .isBefore(time(given.get("last_activity_after"))));
    }

    private boolean status(ObjectNode row) {
        String wanted = given.get("status");
        return wanted == null || V1Applications.status(row).equals(wanted);
    }

    private boolean ofJob(ObjectNode application) {
        return !given.containsKey("job_id")
                || application.path("job_id").asText().equals(given.get("job_id"));
    }

    private boolean listed(ObjectNode candidate) {
        if (!given.containsKey("candidate_ids")) {
            return true;
        }
        List<String> ids = List.of(given.get("candidate_ids").split(","));
        if (ids.size() > MOST_IDS) {
            throw V1Patch.invalid("candidate_ids has more than 50 ids", "candidate_ids");
        }
        return ids.contains(candidate.path("id").asText());
    }

    private static Instant time(String text) {
        return TimeRange.time(text).orElseThrow(() -> V1Patch.invalid("Invalid timestamp: " + text, "timestamp"));
    }
}
