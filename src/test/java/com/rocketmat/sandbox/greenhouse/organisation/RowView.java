package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.table.Catalogue;
import com.rocketmat.sandbox.greenhouse.table.FieldDefinition;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows as Harvest v3 shows them: every property, and an entry for every custom field; or only the requested properties. */
public final class RowView {
    private final Catalogue.Resource resource;
    private final List<FieldDefinition> definitions;
    private final Map<String, ObjectNode> unset;
    private final Set<String> asked;
    private final Organisation organisation;
    private final Switches switches;
    private final ShownValues values;

    public RowView(Catalogue.Resource resource, Organisation organisation, Switches switches) {
        this(resource, organisation, switches, List.of());
    }

    public RowView(Catalogue.Resource resource, Organisation organisation, Switches switches, List<String> asked) {
        this.resource = resource;
        this.organisation = organisation;
        this.switches = switches;
        this.asked = Set.copyOf(asked);
        this.values = new ShownValues(switches);
        this.definitions = organisation.definitions().stream()
                .filter(field -> field.fieldType().equals(resource.fieldType()))
                .toList();
        this.unset = definitions.stream()
                .collect(Collectors.toMap(
                        FieldDefinition::nameKey, field -> field.entry(NullNode.instance), (first, _) -> first));
    }

    /** A row as shown to the credential's user. */
    public ObjectNode show(ObjectNode row) {
        return Privacy.stub(resource, row, switches).map(this::stub).orElseGet(() -> whole(row));
    }

    private ObjectNode stub(ObjectNode stub) {
        return switches.reads.privateCandidates == ReadSwitches.PrivateCandidates.STUB_BY_FIELDS && !asked.isEmpty()
                ? stub.retain(asked)
                : stub;
    }

    /** A row as shown to a user with all rights. */
    ObjectNode whole(ObjectNode row) {
        ObjectNode shown = Json.object();
        put(shown, "id", row.get("id"));
        if (row.has("message")) {
            return Json.pick(row, "id", "message"); // a candidate that the user may not see
        }
        for (String name : resource.properties().keySet()) {
            put(shown, name, row.get(name));
        }
        resource.fieldMap().filter(this::isAsked).ifPresent(map -> shown.set(map, fields(row, row.path(map))));
        if (resource.name().equals("attachments") && isAsked("url")) {
            organisation.files().address(row).ifPresent(address -> shown.put("url", address));
        }
        if (resource.name().equals("users") && !row.hasNonNull("primary_email")) {
            shown.remove("primary_email"); // a service account
        }
        if (resource.name().equals("applications") && isAsked("job_interview_stage_id")) {
            stage(row, shown);
        }
        return shown;
    }

    private void put(ObjectNode shown, String name, JsonNode value) {
        if (isAsked(name)) {
            shown.set(name, value);
        }
    }

    private boolean isAsked(String name) {
        return asked.isEmpty() || asked.contains(name);
    }

    private void stage(ObjectNode row, ObjectNode shown) {
        if (!switches.jobInterviewStageId) {
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
            boolean hidden = field.hidden() && !switches.privateFields;
            if ((hidden && switches.reads.hiddenFields == ReadSwitches.HiddenFields.ABSENT)
                    || (!field.active() && (!set || !switches.archivedFields))) {
                continue;
            }
            if (set && !hidden) {
                shown.set(field.nameKey(), values.shown(field, (ObjectNode) entry));
            } else if (field.appliesTo(row) && (hidden || switches.unsetFields != Switches.UnsetFields.ABSENT)) {
                shown.set(field.nameKey(), hidden ? unset.get(field.nameKey()) : values.unset(field));
            }
        }
        for (Map.Entry<String, JsonNode> entry : stored.properties()) {
            if (!unset.containsKey(entry.getKey())) {
                shown.set(entry.getKey(), entry.getValue());
            }
        }
        return shown;
    }
}
