package com.rocketmat.sandbox.greenhouse.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.table.Catalogue;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Which rows pass a filter: of those that the service sends, as Greenhouse does; of others, by the property of their name. */
final class RowFilter {
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
                ? elements(value).anyMatch(each -> ids.contains(each.longValue()))
                : value.isIntegralNumber() && ids.contains(value.longValue());
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
