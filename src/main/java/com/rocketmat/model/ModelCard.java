package com.rocketmat.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.model.manifest.ModelRefused;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** What a version is for, what it was trained on, what it is worth, and who answers for it. */
public record ModelCard(Format format, String content) {

    public enum Format {
        JSON,
        MARKDOWN
    }

    static final int LONGEST = 100_000;

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Set<String> FIELDS =
            Set.of("purpose", "period", "rows", "label", "metrics", "limits", "contact", "report");
    private static final String EXAMPLE = "see the example of a card in the guide, models.md";

    /**
     * The card of an upload: JSON if it begins like an object, otherwise Markdown.
     *
     * @throws ModelRefused that names the field
     */
    static ModelCard parse(String text) {
        refuseIfLong(text.length());
        if (text.isBlank()) {
            throw refused("card", "the card is empty", "describe the version, or send no card; " + EXAMPLE);
        }
        if (!text.stripLeading().startsWith("{")) {
            return new ModelCard(Format.MARKDOWN, text);
        }
        JsonNode card = json(text);
        Set<String> unknown = new TreeSet<>();
        card.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            String field = unknown.iterator().next();
            throw refused(
                    "card." + field,
                    "a card has no field " + field,
                    "use some of " + new TreeSet<>(FIELDS) + ", or write the card as Markdown");
        }
        if (!card.hasNonNull("purpose")) {
            throw refused("card.purpose", "the card does not say what the version is for", "add it; " + EXAMPLE);
        }
        return new ModelCard(Format.JSON, text);
    }

    /** The text of a file, not read beyond its maximum length. */
    static String read(Path file) throws IOException {
        refuseIfLong(Files.size(file));
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw refused("card", "the card is not UTF-8", "send it as UTF-8");
        }
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw refused(
                    "card",
                    "the card begins like JSON and is not valid JSON (line "
                            + e.getLocation().getLineNr() + ")",
                    "correct it, or begin it with a heading for Markdown");
        }
    }

    private static void refuseIfLong(long length) {
        if (length > LONGEST) {
            throw refused(
                    "card",
                    "the card has " + length + " characters; at most " + LONGEST + " are accepted",
                    "shorten it, and link to the rest");
        }
    }

    private static ModelRefused refused(String field, String reason, String remedy) {
        return new ModelRefused("card", field, reason, remedy);
    }
}
