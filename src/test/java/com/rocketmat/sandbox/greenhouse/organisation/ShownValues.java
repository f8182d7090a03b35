package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.switches.ReadSwitches;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.table.FieldDefinition;
import com.rocketmat.sandbox.greenhouse.wire.Json;

/** Values of custom fields as v3 shows them; not documented for all types. */
final class ShownValues {
    private final Switches switches;

    ShownValues(Switches switches) {
        this.switches = switches;
    }

    /** A copy of an entry, with the current name of its field. */
    ObjectNode shown(FieldDefinition field, ObjectNode entry) {
        ObjectNode copy = entry.deepCopy().put("name", field.name());
        JsonNode value = copy.path("value");
        switch (field.valueType()) {
            case "number" -> {
                if (switches.reads.numbers == ReadSwitches.NumberShape.TEXT) {
                    copy.put("value", value.asText());
                }
            }
            case "currency", "currency_range" -> money((ObjectNode) value);
            case "user" -> {
                if (switches.reads.users == ReadSwitches.UserShape.ID) {
                    copy.set("value", value.path("user_id"));
                }
            }
            default -> {}
        }
        return copy;
    }

    ObjectNode unset(FieldDefinition field) {
        if (switches.unsetFields != Switches.UnsetFields.OBJECT_OF_NULLS
                || !field.valueType().equals("currency")) {
            return field.entry(NullNode.instance);
        }
        ObjectNode value = Json.object().putNull("amount").putNull("unit");
        money(value);
        return field.entry(value);
    }

    private void money(ObjectNode value) {
        boolean unit = switches.currencyShape == Switches.CurrencyShape.UNIT;
        JsonNode code = value.remove(unit ? "currency_code" : "unit");
        if (code != null) {
            value.set(unit ? "unit" : "currency_code", code);
        }
    }
}
