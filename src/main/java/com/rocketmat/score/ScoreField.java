package com.rocketmat.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.harvest.row.CustomField;
import com.rocketmat.harvest.row.CustomFieldEntry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/**
 * The application custom field that holds a tenant's score.
 *
 * @param decimals that it is known to keep
 * @param id of its definition; null if that was not read
 */
public record ScoreField(String nameKey, boolean number, int decimals, Long id) {

    /** A field from which nothing was read back yet. */
    public ScoreField(String nameKey, boolean number) {
        this(nameKey, number, 0, null);
    }

    public ScoreField showing(int proven) {
        return new ScoreField(nameKey, number, proven, id);
    }

    /** Throws {@link Unwritable} if the field cannot hold a score of an application. */
    public static ScoreField of(CustomField field) {
        if (field.ofProspectsOnly()) {
            throw new Unwritable(
                    "score_field: the custom field '%s' is for prospects only".formatted(field.nameKey()),
                    "let the field apply to candidate applications in Greenhouse");
        }
        return switch (String.valueOf(field.valueType())) {
            case "number" -> new ScoreField(field.nameKey(), true, 0, field.id());
            case "short_text" -> new ScoreField(field.nameKey(), false, 0, field.id());
            default ->
                throw new Unwritable(
                        "score_field: the custom field '%s' is of type %s"
                                .formatted(field.nameKey(), field.valueType()),
                        "use a field of type Number (or Short text)");
        };
    }

    /** Whether the field is unset: the entry may be null or missing. */
    public boolean empty(Map<String, CustomFieldEntry> fields) {
        CustomFieldEntry entry = fields.get(nameKey);
        return entry == null || entry.empty();
    }

    /** Keeps the manifest's number of decimals: Jackson's factory would strip zeros and send 70 as 7E+1. */
    public JsonNode wire(BigDecimal value) {
        return number ? DecimalNode.valueOf(value) : TextNode.valueOf(value.toPlainString());
    }

    /**
     * Whether the field's value may result from writing this value: the number of decimals that Greenhouse keeps is unknown until
     * as many were seen, so another value may match too.
     */
    public boolean carries(Map<String, CustomFieldEntry> fields, BigDecimal value) {
        return shows(fields, value)
                || (decimals(value) > decimals
                        && number(fields)
                                .filter(present -> rounded(present, value))
                                .isPresent());
    }

    /** Whether the field shows exactly this value, to the last decimal, or to the last digit of a single-precision number. */
    public boolean shows(Map<String, CustomFieldEntry> fields, BigDecimal value) {
        return number(fields)
                .filter(present -> present.compareTo(value) == 0 || isSingle(present, value))
                .isPresent();
    }

    /** As -20.6200008392334 is shown for -20.62: only digits beyond all that were sent differ. */
    private static boolean isSingle(BigDecimal present, BigDecimal value) {
        return decimals(present) > decimals(value) && present.floatValue() == value.floatValue();
    }

    /** The number in the field, if there is one; it sometimes arrives as text. */
    Optional<BigDecimal> number(Map<String, CustomFieldEntry> fields) {
        return Optional.ofNullable(fields.get(nameKey))
                .filter(entry -> !entry.empty())
                .flatMap(entry -> CustomFieldEntry.number(entry.value().asText()));
    }

    /** Without zeros at the end, which prove nothing. */
    public static int decimals(BigDecimal value) {
        return Math.max(0, value.stripTrailingZeros().scale());
    }

    private static boolean rounded(BigDecimal present, BigDecimal value) {
        int decimals = decimals(present);
        return present.compareTo(value.setScale(decimals, RoundingMode.HALF_UP)) == 0
                || present.compareTo(value.setScale(decimals, RoundingMode.DOWN)) == 0;
    }
}
