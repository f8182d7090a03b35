package com.rocketmat.sandbox.greenhouse.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.table.Catalogue;
import com.rocketmat.sandbox.greenhouse.wire.Refused;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** Which rows pass a filter. To one that this simulator has not, the answer is 501 if there is any row: to ignore it would show too many. */
final class RowFilter {
    private static final Set<String> NOT_SIMULATED = Set.of(
            "custom_field_option_id",
            "custom_field_key",
            "email",
            "tag",
            "office_id",
            "external_office_id",
            "external_department_id",
            "interviewer_tag_ids",
            "job_interview_stage_ids");

    private final Catalogue.Resource resource;

    RowFilter(Catalogue.Resource resource) {
        this.resource = resource;
    }

    Predicate<ObjectNode> all(ListQuery query) {
        Predicate<ObjectNode> all = row -> true;
        for (ListQuery.Filter filter : query.filters()) {
            all = all.and(one(filter));
        }
        if (resource.name().equals("users")
                && query.filters().stream()
                        .noneMatch(filter -> filter.name().equals("show_service_accounts")
                                && filter.text().equals("true"))) {
            all = all.and(row -> row.hasNonNull("primary_email"));
        }
        return all;
    }

    private Predicate<ObjectNode> one(ListQuery.Filter filter) {
        String text = filter.text();
        if (NOT_SIMULATED.contains(filter.name())) {
            return _ -> {
                throw Refused.of(501, "The simulator does not have this filter: " + filter.name(), List.of());
            };
        }
        return switch (filter.name()) {
            case "status" ->
                row -> row.path("status")
                        .asText()
                        .equals(resource.name().equals("applications") && text.equals("active") ? "in_process" : text);
            case "show_service_accounts", "include_defaults" -> row -> true;
            default -> byKind(filter);
        };
    }

    private Predicate<ObjectNode> byKind(ListQuery.Filter filter) {
        String name = filter.name();
        String singular = name.replaceFirst("s$", "");
        Set<Long> ids = new HashSet<>(filter.ids());
        return switch (filter.parameter().kind()) {
            case IDS -> row -> refers(row.path(resource.has(name) ? name : singular), ids);
            case TEXTS -> row -> filter.texts().contains(row.path(singular).asText());
            case TIME ->
                row -> filter.time().orElseThrow().contains(row.path(name).asText());
            case INTEGER -> row -> refers(row.path(name), ids);
            case BOOLEAN -> row -> row.path(name).asBoolean() == Boolean.parseBoolean(filter.text());
            case CHOICE, TEXT -> row -> row.path(name).asText().equals(filter.text()) && row.hasNonNull(name);
        };
    }

    private static boolean refers(JsonNode value, Set<Long> ids) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).anyMatch(each -> ids.contains(each.longValue()))
                : value.isIntegralNumber() && ids.contains(value.longValue());
    }
}
