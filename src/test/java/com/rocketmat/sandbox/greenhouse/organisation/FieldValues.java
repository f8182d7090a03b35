package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.switches.WriteSwitches;
import com.rocketmat.sandbox.greenhouse.table.FieldDefinition;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Refused;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Which values may be written to a custom field through v3, and how they are read back. */
public final class FieldValues {
    private static final int SHORT_TEXT = 255;
    private final Organisation organisation;
    private final Switches switches;

    public FieldValues(Organisation organisation, Switches switches) {
        this.organisation = organisation;
        this.switches = switches;
    }

    /** The stored value; null clears any field. */
    public JsonNode stored(FieldDefinition field, JsonNode value) {
        if (value.isNull()) {
            return value;
        }
        return switch (field.valueType()) {
            case "short_text" ->
                checked(
                        field,
                        value,
                        value.isTextual() && value.asText().length() <= SHORT_TEXT,
                        "is not a text of at most " + SHORT_TEXT + " characters");
            case "long_text", "url", "rich_text" -> checked(field, value, value.isTextual(), "is not a text");
            case "number" -> number(field, checked(field, value, value.isNumber(), "is not a number"));
            case "yes_no" -> checked(field, value, value.isBoolean(), "is not a boolean");
            case "date", "date_of_birth" ->
                checked(field, value, value.isTextual() && isDate(value.asText()), "is not a date");
            case "single_select" ->
                checked(field, value, value.isTextual() && isOption(field, value.asText()), "is not an option");
            case "multi_select" ->
                checked(
                        field,
                        value,
                        value.isArray()
                                && StreamSupport.stream(value.spliterator(), false)
                                        .allMatch(each -> each.isTextual() && isOption(field, each.asText())),
                        "is not a list of options");
            case "currency" -> currency(field, value);
            case "currency_range" -> currencyRange(field, value);
            case "number_range" ->
                checked(
                        field,
                        value,
                        isObject(value, Set.of("min_value", "max_value"))
                                && isAmount(value.get("min_value"))
                                && isAmount(value.get("max_value")),
                        "is not a range of numbers");
            case "user" -> user(field, value);
            default -> throw Refused.value(switches, field.nameKey(), "cannot be written");
        };
    }

    private JsonNode number(FieldDefinition field, JsonNode value) {
        int decimals = switches.writes.decimals;
        if (value.decimalValue().stripTrailingZeros().scale() <= decimals) {
            return value;
        }
        if (switches.writes.excessDecimals == WriteSwitches.ExcessDecimals.REFUSED) {
            throw Refused.value(switches, field.nameKey(), "has more than " + decimals + " decimals");
        }
        return Json.number(
                value.decimalValue().setScale(decimals, RoundingMode.HALF_UP).doubleValue());
    }

    private JsonNode currency(FieldDefinition field, JsonNode value) {
        checked(
                field,
                value,
                isObject(value, Set.of("amount", "currency_code"))
                        && isAmount(value.get("amount"))
                        && value.get("currency_code").isTextual(),
                "is not an amount and a currency_code");
        ObjectNode kept = Json.object();
        kept.set("amount", value.get("amount"));
        return kept.set("unit", value.get("currency_code"));
    }

    private JsonNode currencyRange(FieldDefinition field, JsonNode value) {
        checked(
                field,
                value,
                isObject(value, Set.of("min_amount", "max_amount", "currency_code"))
                        && isAmount(value.get("min_amount"))
                        && isAmount(value.get("max_amount"))
                        && value.get("currency_code").isTextual(),
                "is not a min_amount, a max_amount and a currency_code");
        ObjectNode kept = Json.object();
        kept.set("min_value", value.get("min_amount"));
        kept.set("max_value", value.get("max_amount"));
        return kept.set("unit", value.get("currency_code"));
    }

    private JsonNode user(FieldDefinition field, JsonNode value) {
        ObjectNode user = organisation
                .find("users", value.isIntegralNumber() ? value.longValue() : 0)
                .orElseThrow(() -> Refused.value(switches, field.nameKey(), "is not a user"));
        return Json.object()
                .put("user_id", value.longValue())
                .put("name", user.path("name").asText())
                .put("email", user.path("primary_email").asText(null))
                .put("employee_id", user.path("employee_id").asText(null));
    }

    private boolean isOption(FieldDefinition field, String name) {
        return organisation
                .table("custom_field_options")
                .children("custom_field_id", Set.of(field.id()))
                .anyMatch(option -> option.path("active").asBoolean()
                        && option.path("name").asText().equals(name));
    }

    private static boolean isObject(JsonNode value, Set<String> names) {
        return value.isObject()
                && value.size() == names.size()
                && names.stream().allMatch(value::has);
    }

    private static boolean isAmount(JsonNode value) {
        return value.isNumber() || (value.isTextual() && value.asText().matches("-?\\d+(\\.\\d+)?"));
    }

    private static boolean isDate(String text) {
        try {
            return text.length() == 10 && LocalDate.parse(text) != null;
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    private JsonNode checked(FieldDefinition field, JsonNode value, boolean fits, String error) {
        if (!fits) {
            throw Refused.value(switches, field.nameKey(), error);
        }
        return value;
    }
}
