package com.rocketmat.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.UploadedText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** A version's purpose, training data, quality, and the person responsible for it. */
public record ModelCard(Format format, String content) {

    public enum Format {
        JSON,
        MARKDOWN
    }

    static final int MAX_CHARACTERS = 100_000;

    private static final UploadedText TEXT = new UploadedText(
            "card",
            MAX_CHARACTERS,
            "shorten it, and link to the details",
            "send one JSON object without repeated keys or anything after it, or start with a heading for Markdown");

    private static final Set<String> FIELDS =
            Set.of("purpose", "period", "rows", "label", "metrics", "limits", "contact", "report");
    private static final String EXAMPLE = "see the example of a card in the guide, models.md";

    /**
     * Parses the card of an upload: JSON if it starts like an object, otherwise Markdown.
     *
     * @throws ModelRefused that names the field
     */
    static ModelCard parse(String uploaded) {
        String text = TEXT.checked(uploaded);
        if (text.indexOf('\0') >= 0) {
            throw TEXT.refused("card", "the card contains a NUL character", "send it as UTF-8, without that character");
        }
        if (text.isBlank()) {
            throw TEXT.refused("card", "the card is empty", "describe the version, or omit the card; " + EXAMPLE);
        }
        if (!text.stripLeading().startsWith("{")) {
            return new ModelCard(Format.MARKDOWN, text);
        }
        JsonNode card = TEXT.parse(text);
        Set<String> unknown = new TreeSet<>();
        card.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            String field = unknown.iterator().next();
            throw TEXT.refused(
                    "card." + field,
                    "a card has no field " + field,
                    "use only these fields: " + new TreeSet<>(FIELDS) + ", or write the card as Markdown");
        }
        JsonNode purpose = card.path("purpose");
        if (!purpose.isTextual() || purpose.textValue().isBlank()) {
            throw TEXT.refused(
                    "card.purpose",
                    "the card does not say what the version is for",
                    "add purpose as a text; " + EXAMPLE);
        }
        return new ModelCard(Format.JSON, text);
    }

    /** Throws a {@link ModelRefused} if it is too long or not UTF-8. */
    public static String read(Path file) throws IOException {
        return TEXT.read(file);
    }
}
