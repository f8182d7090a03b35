package com.rocketmat.console.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.console.element.Formats;
import com.rocketmat.model.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A version's model card. Everything is text, which the page escapes.
 *
 * @param text the Markdown source, or null
 * @param facts fields of a card in JSON
 * @param parts parts of a training's report
 */
public record Card(String text, List<Line> facts, List<Part> parts) {

    private static final List<String> FIELDS =
            List.of("purpose", "label", "period", "rows", "metrics", "limits", "contact");

    public record Line(String name, String value) {}

    public record Part(String title, List<String> lines) {}

    /** Null without a card. */
    public static Card of(Optional<ModelCard> card) {
        return card.map(Card::of).orElse(null);
    }

    private static Card of(ModelCard card) {
        return switch (card.format()) {
            case MARKDOWN -> new Card(card.content(), List.of(), List.of());
            case JSON -> {
                JsonNode json = ReportText.read(card.content());
                List<Line> facts = new ArrayList<>();
                for (String field : FIELDS) {
                    if (json.hasNonNull(field)) {
                        facts.add(new Line(Formats.capital(field), text(json.get(field))));
                    }
                }
                yield new Card(null, facts, ReportText.parts(json.path("report")));
            }
        };
    }

    private static String text(JsonNode value) {
        if (value.isArray()) {
            List<String> lines = new ArrayList<>();
            value.forEach(line -> lines.add(text(line)));
            return lines.isEmpty() ? "none" : String.join(" ", lines);
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
