package com.rocketmat.harvest.row;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A custom field's value in a row.
 *
 * @param type the definition's value type, for example {@code number}, {@code yes_no} ({@code boolean} in webhooks) or {@code
 *     single_select}
 * @param value by type: text, number, boolean, option name, array of option names, {@code {amount, unit}} …; JSON null or Java
 *     null when unset
 */
public record CustomFieldEntry(String name, String type, JsonNode value) {

    public static final CustomFieldEntry UNSET = new CustomFieldEntry(null, null, null);

    private static final Set<String> YES = Set.of("true", "yes", "1");
    private static final Set<String> NO = Set.of("false", "no", "0");

    private static final int LONGEST_NUMBER = 40;
    private static final int LARGEST_SCALE = 20;

    /** Whether the field is unset; webhooks and old rows also use an empty text or array, or an object of nulls, for that. */
    public boolean empty() {
        return value == null
                || value.isNull()
                || (value.isTextual() && value.textValue().isBlank())
                || (value.isArray() && value.isEmpty())
                || (value.isObject() && value.valueStream().allMatch(JsonNode::isNull));
    }

    /** Of a yes/no field, which may come as text. */
    public boolean yes() {
        return !empty() && YES.contains(word());
    }

    /** Not the opposite of a yes: a value may be neither, and then nothing follows from it. */
    public boolean no() {
        return !empty() && NO.contains(word());
    }

    private String word() {
        return value.asText().strip().toLowerCase(Locale.ROOT);
    }

    public static boolean saysYes(Map<String, CustomFieldEntry> fields, Optional<String> key) {
        return key.map(fields::get).filter(CustomFieldEntry::yes).isPresent();
    }

    /**
     * The number in a text, which may be typed by hand. Empty if it is not a number, or one like 1E-200000000, whose digits would
     * fill the memory when expanded.
     */
    public static Optional<BigDecimal> number(String text) {
        String number = text.strip();
        if (number.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(number)).filter(read -> Math.abs((long) read.scale()) <= LARGEST_SCALE);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
