package com.rocketmat.score.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.harvest.CustomFieldWrite;
import com.rocketmat.harvest.row.CustomFieldEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * An application's other custom fields in the form of a PATCH. Needed because Greenhouse may replace all custom fields with those
 * sent (not documented); a value that cannot be sent back without loss forbids the write.
 */
final class OtherFields {

    private static final int DIGITS_OF_A_DOUBLE = 15;
    private static final Set<String> CODES = Set.of("unit", "currency_code");

    private OtherFields() {}

    public sealed interface Outcome {
        record Resendable(List<CustomFieldWrite> fields) implements Outcome {}

        /** The field with this name key and type would be damaged. */
        record Lossy(String field, String kind) implements Outcome {}
    }

    /**
     * @param sent name keys that are sent anyway
     * @param active name keys of fields that are known and not archived; a PATCH accepts no others
     */
    static Outcome of(Map<String, CustomFieldEntry> fields, Set<String> sent, Set<String> active) {
        List<CustomFieldWrite> writes = new ArrayList<>();
        for (var field : new TreeMap<>(fields).entrySet()) {
            CustomFieldEntry entry = field.getValue();
            if (sent.contains(field.getKey()) || entry.empty()) {
                continue;
            }
            if (!active.contains(field.getKey())) {
                return new Outcome.Lossy(field.getKey(), "archived, or new");
            }
            Optional<JsonNode> value = wire(entry);
            if (value.isEmpty()) {
                return new Outcome.Lossy(field.getKey(), String.valueOf(entry.type()));
            }
            writes.add(new CustomFieldWrite(field.getKey(), value.get()));
        }
        return new Outcome.Resendable(writes);
    }

    /** The entry's value in the form of a PATCH, or empty if it cannot be sent without loss. */
    static Optional<JsonNode> wire(CustomFieldEntry entry) {
        JsonNode value = entry.value();
        return switch (String.valueOf(entry.type())) {
            case "short_text", "long_text", "url", "rich_text", "date", "single_select" ->
                Optional.of(value).filter(OtherFields::isText);
            case "number" -> number(value);
            case "yes_no", "boolean" -> Optional.of(value).filter(JsonNode::isBoolean);
            case "multi_select" -> Optional.of(value).filter(OtherFields::isTexts);
            case "currency" -> object(value, Map.of("amount", "amount"), true);
            case "currency_range" -> object(value, Map.of("min_value", "min_amount", "max_value", "max_amount"), true);
            case "number_range" -> object(value, Map.of("min_value", "min_value", "max_value", "max_value"), false);
            case "user" -> user(value);
            default -> Optional.empty();
        };
    }

    private static boolean isTexts(JsonNode value) {
        return value.isArray() && value.valueStream().allMatch(OtherFields::isText);
    }

    /** Half a surrogate pair, which JSON can name, has no bytes in UTF-8, and would be sent as a question mark. */
    private static boolean isText(JsonNode value) {
        return value.isTextual() && StandardCharsets.UTF_8.newEncoder().canEncode(value.textValue());
    }

    private static Optional<JsonNode> number(JsonNode value) {
        if (value.isFloatingPointNumber()) {
            // Jackson read it as a double: digits beyond this may already be lost
            return Optional.of(value)
                    .filter(number -> Double.isFinite(number.doubleValue()))
                    .filter(number -> number.decimalValue().precision() <= DIGITS_OF_A_DOUBLE);
        }
        return CustomFieldEntry.number(value.asText()).map(DecimalNode::valueOf);
    }

    /** Read as {@code min_value … unit}, written as {@code min_amount … currency_code}; both spellings are accepted. */
    private static Optional<JsonNode> object(JsonNode value, Map<String, String> amounts, boolean currency) {
        ObjectNode wire = JsonNodeFactory.instance.objectNode();
        for (var amount : amounts.entrySet()) {
            Optional<JsonNode> number =
                    number(value.path(value.has(amount.getKey()) ? amount.getKey() : amount.getValue()));
            if (number.isEmpty()) {
                return Optional.empty();
            }
            wire.set(amount.getValue(), number.get());
        }
        if (currency) {
            JsonNode code = value.path(value.has("unit") ? "unit" : "currency_code");
            if (!code.isTextual()) {
                return Optional.empty();
            }
            wire.set("currency_code", code);
        }
        // others, such as how often a payment is made, would be lost
        boolean whole = value.propertyStream()
                .filter(member -> !member.getValue().isNull())
                .map(Map.Entry::getKey)
                .allMatch(name ->
                        amounts.containsKey(name) || amounts.containsValue(name) || (currency && CODES.contains(name)));
        return whole ? Optional.of(wire) : Optional.empty();
    }

    private static Optional<JsonNode> user(JsonNode value) {
        return Optional.of(value.isObject() ? value.path("user_id") : value).filter(JsonNode::isIntegralNumber);
    }
}
