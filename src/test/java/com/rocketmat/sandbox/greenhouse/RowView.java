package com.rocketmat.sandbox.greenhouse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows as Harvest v3 shows them: every property, and an entry for every custom field. */
final class RowView {
    private final Catalogue.Resource resource;
    private final List<FieldDefinition> definitions;
    private final Set<String> keys;
    private final Organisation organisation;
    private final Switches switches;

    RowView(Catalogue.Resource resource, Organisation organisation, Switches switches) {
        this.resource = resource;
        this.organisation = organisation;
        this.switches = switches;
        this.definitions = organisation.definitions().stream()
                .filter(field -> field.fieldType().equals(resource.fieldType()))
                .toList();
        this.keys = definitions.stream().map(FieldDefinition::nameKey).collect(Collectors.toSet());
    }

    ObjectNode show(ObjectNode row) {
        ObjectNode shown = Json.object();
        shown.set("id", row.get("id"));
        if (row.has("message")) {
            return shown.put("message", row.get("message").asText()); // a candidate one may not see
        }
        for (Property property : resource.properties().values()) {
            shown.set(property.name(), row.get(property.name()));
        }
        resource.fieldMap().ifPresent(map -> shown.set(map, fields(row, row.path(map))));
        if (resource.name().equals("users") && !row.hasNonNull("primary_email")) {
            shown.remove("primary_email"); // a service account
        }
        if (resource.name().equals("applications")) {
            stage(row, shown);
        }
        return shown;
    }

    private void stage(ObjectNode row, ObjectNode shown) {
        if (!switches.jobInterviewStageId()) {
            shown.remove("job_interview_stage_id");
        } else if (!row.hasNonNull("job_interview_stage_id") && row.hasNonNull("stage_id")) {
            organisation
                    .find("application_stages", row.get("stage_id").longValue())
                    .ifPresent(stage -> shown.set("job_interview_stage_id", stage.get("job_interview_stage_id")));
        }
    }

    private ObjectNode fields(ObjectNode row, JsonNode stored) {
        ObjectNode shown = Json.object();
        for (FieldDefinition field : definitions) {
            JsonNode entry = stored.get(field.nameKey());
            boolean set = entry != null
                    && !entry.path("value").isNull()
                    && !entry.path("value").isMissingNode();
            if ((field.hidden() && !switches.privateFields())
                    || (!field.active() && (!set || !switches.archivedFields()))) {
                continue;
            }
            if (set) {
                shown.set(field.nameKey(), ((ObjectNode) entry.deepCopy()).put("name", field.name()));
            } else if (field.appliesTo(row) && switches.unsetFields() == Switches.UnsetFields.NULL_ENTRY) {
                shown.set(field.nameKey(), field.entry(NullNode.instance));
            }
        }
        for (Map.Entry<String, JsonNode> entry : stored.properties()) {
            if (!keys.contains(entry.getKey())) {
                shown.set(entry.getKey(), entry.getValue());
            }
        }
        return shown;
    }
}
