package com.rocketmat.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.harvest.CustomField;
import com.rocketmat.harvest.CustomFieldEntry;
import com.rocketmat.harvest.HarvestSession;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** The application custom field that carries a tenant's score. */
public record ScoreField(String nameKey, boolean number) {

    /**
     * Looks the field up in Greenhouse.
     *
     * @throws Unusable when there is none, or its type cannot hold a score
     */
    public static ScoreField find(HarvestSession session, String nameKey) {
        CustomField field = session.applicationField(nameKey)
                .orElseThrow(
                        () -> new Unusable(
                                "score_field: Greenhouse has no active application custom field '%s'"
                                        .formatted(nameKey),
                                "create a custom field of type Number for applications in Greenhouse, or set score_field to its name_key"));
        return switch (String.valueOf(field.valueType())) {
            case "number" -> new ScoreField(nameKey, true);
            case "short_text" -> new ScoreField(nameKey, false);
            default ->
                throw new Unusable(
                        "score_field: the custom field '%s' is of type %s".formatted(nameKey, field.valueType()),
                        "use a field of type Number (or Short text)");
        };
    }

    /** The field cannot carry a score; somebody has to act in Greenhouse. */
    public static final class Unusable extends RuntimeException {

        private final String remedy;

        Unusable(String reason, String remedy) {
            super(reason);
            this.remedy = remedy;
        }

        public String remedy() {
            return remedy;
        }
    }

    /** Whether an application carries no value in the field; an entry may be null-valued or missing. */
    public boolean empty(Map<String, CustomFieldEntry> fields) {
        CustomFieldEntry entry = fields.get(nameKey);
        return entry == null || entry.empty();
    }

    /** Exactly the manifest's decimals: a factory of Jackson's would strip zeros and send 70 as 7E+1. */
    JsonNode wire(BigDecimal value) {
        return number ? DecimalNode.valueOf(value) : TextNode.valueOf(value.toPlainString());
    }

    /** Whether the field carries this value; numbers are sometimes read as text. */
    boolean carries(Map<String, CustomFieldEntry> fields, BigDecimal value) {
        return Optional.ofNullable(fields.get(nameKey))
                .filter(entry -> !entry.empty())
                .flatMap(entry -> number(entry.value()))
                .filter(present -> present.compareTo(value) == 0)
                .isPresent();
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        try {
            return Optional.of(new BigDecimal(value.asText().strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
