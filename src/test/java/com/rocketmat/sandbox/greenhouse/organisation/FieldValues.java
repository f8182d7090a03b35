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
import java.util.Optional;
import java.util.stream.Stream;

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
        String error = error(field, value);
        if (error != null) {
            throw Refused.value(switches, field.nameKey(), error);
        }
        return switch (field.valueType()) {
            case "number" -> number(field, value);
            case "currency" -> money(value, "amount");
            case "currency_range" -> money(value, "min_amount", "max_amount");
            case "user" -> user(value);
            default -> value;
        };
    }

    /** Why a value cannot be written, or null. */
    private String error(FieldDefinition field, JsonNode value) {
        return switch (field.valueType()) {
            case "short_text" ->
                value.isTextual() && value.asText().length() <= SHORT_TEXT
                        ? null
                        : "is not a text of at most " + SHORT_TEXT + " characters";
            case "long_text", "url", "rich_text" -> value.isTextual() ? null : "is not a text";
            case "number" -> value.isNumber() ? null : "is not a number";
            case "yes_no" -> value.isBoolean() ? null : "is not a boolean";
            case "date", "date_of_birth" -> value.isTextual() && isDate(value.asText()) ? null : "is not a date";
            case "single_select" -> isOption(field, value) ? null : "is not an option";
            case "multi_select" ->
                value.isArray() && value.valueStream().allMatch(each -> isOption(field, each))
                        ? null
                        : "is not a list of options";
            case "currency" ->
                isObject(value, "amount", "currency_code") ? null : "is not an amount and a currency_code";
            case "currency_range" ->
                isObject(value, "min_amount", "max_amount", "currency_code")
                        ? null
                        : "is not a min_amount, a max_amount and a currency_code";
            case "number_range" -> isObject(value, "min_value", "max_value") ? null : "is not a range of numbers";
            case "user" -> findUser(value).isPresent() ? null : "is not a user";
            default -> "cannot be written";
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

    /** With the names under which it is read. */
    private static JsonNode money(JsonNode value, String... amounts) {
        ObjectNode kept = Json.object();
        for (String amount : amounts) {
            kept.set(amount.replace("_amount", "_value"), value.get(amount));
        }
        return kept.set("unit", value.get("currency_code"));
    }

    private JsonNode user(JsonNode value) {
        ObjectNode user = findUser(value).orElseThrow();
        return Json.object()
                .put("user_id", value.longValue())
                .put("name", user.path("name").asText())
                .put("email", user.path("primary_email").asText(null))
                .put("employee_id", user.path("employee_id").asText(null));
    }

    private Optional<ObjectNode> findUser(JsonNode value) {
        return organisation.find("users", value.isIntegralNumber() ? value.longValue() : 0);
    }

    private boolean isOption(FieldDefinition field, JsonNode name) {
        return name.isTextual()
                && organisation
                        .children("custom_field_options", "custom_field_id", field.id())
                        .anyMatch(option -> option.path("active").asBoolean()
                                && option.path("name").equals(name));
    }

    /** With exactly these members: amounts, and perhaps a currency code. */
    private static boolean isObject(JsonNode value, String... names) {
        return value.isObject()
                && value.size() == names.length
                && Stream.of(names)
                        .allMatch(name -> value.has(name)
                                && (name.equals("currency_code")
                                        ? value.get(name).isTextual()
                                        : isAmount(value.get(name))));
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
}
