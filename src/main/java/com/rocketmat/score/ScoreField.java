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

/** The application custom field that carries a tenant's score. */
public record ScoreField(String nameKey, boolean number) {

    /**
     * The field by its definition.
     *
     * @throws Unwritable when it cannot hold a score of an application
     */
    public static ScoreField of(CustomField field) {
        if ("prospect_applications".equals(field.applicationType())) {
            throw new Unwritable(
                    "score_field: the custom field '%s' is for prospects only".formatted(field.nameKey()),
                    "let the field apply to candidate applications in Greenhouse");
        }
        return switch (String.valueOf(field.valueType())) {
            case "number" -> new ScoreField(field.nameKey(), true);
            case "short_text" -> new ScoreField(field.nameKey(), false);
            default ->
                throw new Unwritable(
                        "score_field: the custom field '%s' is of type %s"
                                .formatted(field.nameKey(), field.valueType()),
                        "use a field of type Number (or Short text)");
        };
    }

    /** Whether an application carries no value in the field; an entry may be null-valued or missing. */
    public boolean empty(Map<String, CustomFieldEntry> fields) {
        CustomFieldEntry entry = fields.get(nameKey);
        return entry == null || entry.empty();
    }

    /** Exactly the manifest's decimals: a factory of Jackson's would strip zeros and send 70 as 7E+1. */
    public JsonNode wire(BigDecimal value) {
        return number ? DecimalNode.valueOf(value) : TextNode.valueOf(value.toPlainString());
    }

    /**
     * Whether what is in the field may come from a write of this value: how many decimals Greenhouse keeps is not known. Another value
     * may come to the same.
     */
    public boolean carries(Map<String, CustomFieldEntry> fields, BigDecimal value) {
        return present(fields).filter(present -> rounded(present, value)).isPresent();
    }

    /** Whether the field shows this value and no other, to the last decimal. */
    public boolean shows(Map<String, CustomFieldEntry> fields, BigDecimal value) {
        return present(fields).filter(present -> present.compareTo(value) == 0).isPresent();
    }

    /** Numbers are sometimes read as text. */
    private Optional<BigDecimal> present(Map<String, CustomFieldEntry> fields) {
        return Optional.ofNullable(fields.get(nameKey))
                .filter(entry -> !entry.empty())
                .flatMap(entry -> CustomFieldEntry.number(entry.value().asText()));
    }

    private static boolean rounded(BigDecimal present, BigDecimal value) {
        int decimals = Math.max(0, present.stripTrailingZeros().scale());
        return present.compareTo(value) == 0
                || present.compareTo(value.setScale(decimals, RoundingMode.HALF_UP)) == 0
                || present.compareTo(value.setScale(decimals, RoundingMode.DOWN)) == 0;
    }
}
