package com.rocketmat.sandbox.greenhouse.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.FieldValues;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.table.FieldDefinition;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Refused;
import java.math.BigDecimal;
import java.util.List;

/** The values that v1 accepts for a custom field: mostly text, also for numbers; an option by its id or name. */
final class V1Values {
    private final Organisation organisation;
    private final FieldValues values;

    V1Values(Organisation organisation, Switches switches) {
        this.organisation = organisation;
        this.values = new FieldValues(organisation, switches);
    }

    JsonNode stored(FieldDefinition field, JsonNode item) {
        JsonNode value = item.path("value");
        if (value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.asText().isBlank())) {
            throw V1Patch.invalid("Value can't be blank", field.nameKey());
        }
        try {
            return values.stored(field, asV3(field, value, item.path("unit")));
        } catch (Refused | ArithmeticException | NumberFormatException _) {
            throw V1Patch.invalid("Invalid value", field.nameKey());
        }
    }

    private JsonNode asV3(FieldDefinition field, JsonNode value, JsonNode unit) {
        return switch (field.valueType()) {
            case "number" -> value.isTextual() ? number(value.asText()) : value;
            case "yes_no" -> List.of("true", "false").contains(value.asText()) ? Json.bool(value.asBoolean()) : value;
            case "single_select" -> option(field, value);
            case "multi_select" -> {
                ArrayNode names = Json.array();
                value.forEach(each -> names.add(option(field, each)));
                yield value.isArray() ? names : value;
            }
            case "currency" -> Json.object().<ObjectNode>set("amount", value).set("currency_code", unit);
            case "user" -> value.isTextual() ? number(value.asText()) : value;
            default -> value;
        };
    }

    private JsonNode option(FieldDefinition field, JsonNode value) {
        if (!value.asText().matches("\\d{1,18}")) {
            return value;
        }
        return organisation
                .find("custom_field_options", value.asLong())
                .filter(option -> option.path("custom_field_id").longValue() == field.id())
                .map(option -> option.get("name"))
                .orElse(value);
    }

    private static JsonNode number(String text) {
        BigDecimal number = new BigDecimal(text);
        return number.scale() <= 0 ? Json.number(number.longValueExact()) : Json.number(number.doubleValue());
    }
}
