package com.rocketmat.sync;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.sandbox.customer.Difference;
import com.rocketmat.score.ScoreField;
import com.rocketmat.sync.reading.Eligibility;
import com.rocketmat.tenant.settings.TenantSettings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares a Greenhouse after a {@link CustomersDay} with its twin: the right scores, and no other changes. */
record Aftermath(CustomersDay day, TenantSettings settings) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    /** The twin's only user has another address. */
    private static final Set<String> NOT_COMPARED = Set.of("users");

    /** All unexpected differences. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        JsonNode expected = day.twin().snapshot();
        for (var table : day.greenhouse().snapshot().properties()) {
            if (!NOT_COMPARED.contains(table.getKey())) {
                Map<Long, JsonNode> rows = Difference.byId(table.getValue());
                Map<Long, JsonNode> twins = Difference.byId(expected.path(table.getKey()));
                if (!rows.keySet().equals(twins.keySet())) {
                    faults.add("%s: rows %s, not %s".formatted(table.getKey(), rows.keySet(), twins.keySet()));
                }
                rows.forEach(
                        (id, row) -> changed(table.getKey(), row, twins.get(id)).ifPresent(faults::add));
            }
        }
        Map<Long, JsonNode> twins = Difference.byId(expected.path("applications"));
        Set<Long> eligible = unscored(expected);
        Difference.byId(day.greenhouse().snapshot().path("applications"))
                .forEach((id, row) -> wrong(row, twins.get(id), eligible).ifPresent(faults::add));
        return faults;
    }

    /** Eligible applications without a value. */
    private Set<Long> unscored(JsonNode greenhouse) {
        Eligibility eligibility = new Eligibility(settings, new ScoreField(settings.scoreField(), true));
        Map<Long, JsonNode> jobs = Difference.byId(greenhouse.path("jobs"));
        Map<Long, JsonNode> candidates = Difference.byId(greenhouse.path("candidates"));
        return Difference.byId(greenhouse.path("applications")).values().stream()
                .map(row -> JSON.convertValue(row, Application.class))
                .filter(eligibility::admits)
                .filter(row -> Eligibility.admits(JSON.convertValue(jobs.get(row.jobId()), Job.class)))
                .filter(row -> visible(candidates.get(row.candidateId())))
                .map(Application::id)
                .collect(Collectors.toSet());
    }

    private static boolean visible(JsonNode candidate) {
        return !candidate.path("private").asBoolean()
                && Eligibility.admits(JSON.convertValue(candidate, Candidate.class));
    }

    private Optional<String> changed(String resource, JsonNode row, JsonNode twin) {
        JsonNode rest = Difference.withoutScore(row, CustomersDay.SCORE);
        JsonNode expected = Difference.withoutScore(twin, CustomersDay.SCORE);
        if (resource.equals("applications")
                && day.anonymised().contains(row.path("id").longValue())) {
            emptied(expected, rest);
        }
        return Objects.equals(rest, expected)
                ? Optional.empty()
                : Optional.of("%s: %s is not %s".formatted(resource, row, twin));
    }

    /** The service empties fields that it sent back for an erased candidate, since Greenhouse may have emptied them before. */
    private static void emptied(JsonNode expected, JsonNode row) {
        if (expected.path("custom_fields") instanceof ObjectNode fields) {
            fields.retain(row.path("custom_fields")
                    .propertyStream()
                    .map(Map.Entry::getKey)
                    .toList());
        }
    }

    /**
     * A value that a person entered stays; eligible applications have their points, but never after an erasure; applications that
     * are no longer eligible may have them, and nothing else.
     */
    private Optional<String> wrong(JsonNode row, JsonNode twin, Set<Long> eligible) {
        long id = row.path("id").longValue();
        BigDecimal score = value(row, CustomersDay.SCORE);
        BigDecimal byHand = value(twin, CustomersDay.SCORE);
        BigDecimal points = value(twin, CustomersDay.POINTS);
        boolean right;
        if (byHand != null) {
            right = same(score, byHand);
        } else if (eligible.contains(id) && points != null) {
            right = same(score, points);
        } else {
            right = score == null || (same(score, points) && !day.anonymised().contains(id));
        }
        return right
                ? Optional.empty()
                : Optional.of("application %d, %s, anonymised %s, carries %s: %s"
                        .formatted(
                                id,
                                eligible.contains(id) ? "eligible" : "not eligible",
                                day.anonymised().contains(id),
                                score,
                                twin));
    }

    private static boolean same(BigDecimal one, BigDecimal other) {
        return one != null && other != null && one.compareTo(other) == 0;
    }

    private static BigDecimal value(JsonNode application, String key) {
        JsonNode value = application.path("custom_fields").path(key).path("value");
        return value.isNumber() ? value.decimalValue() : null;
    }
}
