package com.rocketmat.sandbox.greenhouse.v1;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.organisation.V1Applications;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Refused;
import com.rocketmat.sandbox.greenhouse.wire.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * The filters of v1 lists. v1 ignores unknown parameters, and an unknown status matches nothing. To a filter that v1 has and this
 * simulator has not, the answer is 501: to ignore it would show more rows than Greenhouse does.
 */
final class V1Filter {
    private static final Map<String, Set<String>> NOT_SIMULATED = Map.of(
            "jobs",
                    Set.of(
                            "requisition_id",
                            "opening_id",
                            "department_id",
                            "external_department_id",
                            "office_id",
                            "external_office_id",
                            "custom_field_option_id"),
            "users", Set.of("email", "employee_id"));
    private static final int MOST_IDS = 50;

    private final Organisation organisation;
    private final String resource;
    private final Map<String, String> given;

    V1Filter(Organisation organisation, String resource, Map<String, String> given) {
        this.organisation = organisation;
        this.resource = resource;
        this.given = given;
        Set<String> missed = new TreeSet<>(NOT_SIMULATED.getOrDefault(resource, Set.of()));
        missed.retainAll(given.keySet());
        if (!missed.isEmpty()) {
            throw Refused.of(
                    501, "The simulator does not have these filters of " + resource + ": " + missed, List.of());
        }
    }

    boolean lets(ObjectNode row) {
        return !row.has("message")
                && inTime(row, "created", "created_at")
                && updated(row)
                && active(row)
                && switch (resource) {
                    case "applications" -> status(row) && ofJob(row);
                    case "candidates" -> applied(row) && mail(row) && listed(row);
                    case "jobs" -> status(row);
                    default -> true;
                };
    }

    private boolean updated(ObjectNode row) {
        return resource.equals("applications") || inTime(row, "updated", "updated_at"); // none for applications
    }

    private boolean active(ObjectNode row) {
        return !resource.equals("applications")
                || !given.containsKey("last_activity_after")
                || (row.hasNonNull("last_activity_at")
                        && !time(row.get("last_activity_at").asText())
                                .isBefore(time(given.get("last_activity_after"))));
    }

    private boolean inTime(ObjectNode row, String parameter, String property) {
        String after = given.get(parameter + "_after");
        String before = given.get(parameter + "_before");
        if (after == null && before == null) {
            return true;
        }
        Instant at = time(row.path(property).asText());
        return (after == null || !at.isBefore(time(after))) && (before == null || at.isBefore(time(before)));
    }

    private boolean status(ObjectNode row) {
        String wanted = given.get("status");
        return wanted == null || V1Applications.status(row).equals(wanted);
    }

    private boolean ofJob(ObjectNode application) {
        return !given.containsKey("job_id")
                || application.path("job_id").asText().equals(given.get("job_id"));
    }

    private boolean applied(ObjectNode candidate) {
        return !given.containsKey("job_id")
                || organisation
                        .children("applications", "candidate_id", Json.id(candidate))
                        .anyMatch(this::ofJob);
    }

    private boolean mail(ObjectNode candidate) {
        return !given.containsKey("email")
                || StreamSupport.stream(candidate.path("email_addresses").spliterator(), false)
                        .anyMatch(mail -> mail.path("value").asText().equalsIgnoreCase(given.get("email")));
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
