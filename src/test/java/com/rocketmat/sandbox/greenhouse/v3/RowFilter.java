package com.rocketmat.sandbox.greenhouse.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.table.Catalogue;
import com.rocketmat.sandbox.greenhouse.table.FieldDefinition;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Which rows pass a filter. */
final class RowFilter {
    private final Catalogue.Resource resource;
    private final Organisation organisation;

    RowFilter(Catalogue.Resource resource, Organisation organisation) {
        this.resource = resource;
        this.organisation = organisation;
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
            case "custom_field_option_id" ->
                filter.ids().stream().map(this::hasOption).reduce(Predicate::or).orElse(row -> false);
            case "custom_field_key" -> ofField(text);
            case "email" ->
                row -> elements(row.path("email_addresses"))
                        .anyMatch(each -> each.path("value").asText().equalsIgnoreCase(text));
            case "tag" ->
                row -> elements(row.path("tags")).anyMatch(each -> each.asText().equals(text));
            case "office_id" -> row -> refers(row.path("office_ids"), new HashSet<>(filter.ids()));
            case "external_office_id" -> placed("offices", "office_ids", text);
            case "external_department_id" -> placed("departments", "department_ids", text);
            case "interviewer_tag_ids" ->
                row -> elements(row.path("interviewer_tags"))
                        .anyMatch(each -> filter.ids().contains(Json.id(each)));
            case "job_interview_stage_ids" -> inStage(new HashSet<>(filter.ids()));
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

    private Predicate<ObjectNode> inStage(Set<Long> stages) {
        if (resource.has("stage_id") && !resource.name().equals("application_stages")) {
            return row -> refers(row.path("job_interview_stage_id"), stages)
                    || organisation
                            .find("application_stages", row.path("stage_id").longValue())
                            .filter(stage -> refers(stage.path("job_interview_stage_id"), stages))
                            .isPresent();
        }
        return row -> refers(row.path("job_interview_stage_id"), stages);
    }

    private Predicate<ObjectNode> hasOption(long optionId) {
        Optional<ObjectNode> option = organisation.find("custom_field_options", optionId);
        Optional<FieldDefinition> field = option.flatMap(row -> organisation.find(
                        "custom_fields", row.path("custom_field_id").longValue()))
                .map(FieldDefinition::of);
        Optional<String> map = resource.fieldMap();
        if (field.isEmpty() || map.isEmpty() || !field.get().fieldType().equals(resource.fieldType())) {
            return row -> false;
        }
        String chosen = option.orElseThrow().path("name").asText();
        return row -> {
            JsonNode value = row.path(map.get()).path(field.get().nameKey()).path("value");
            return value.isArray()
                    ? elements(value).anyMatch(each -> each.asText().equals(chosen))
                    : value.asText().equals(chosen);
        };
    }

    private Predicate<ObjectNode> ofField(String key) {
        return row -> organisation
                .find("custom_fields", row.path("custom_field_id").longValue())
                .filter(field -> List.of(
                                field.path("name_key").asText(),
                                field.path("internal_type").asText())
                        .contains(key))
                .isPresent();
    }

    private Predicate<ObjectNode> placed(String places, String property, String externalId) {
        Set<Long> ids = new HashSet<>();
        organisation
                .table(places)
                .all()
                .filter(place -> place.path("external_id").asText().equals(externalId))
                .forEach(place -> ids.add(Json.id(place)));
        return row -> refers(row.path(property), ids);
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
