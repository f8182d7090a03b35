package com.rocketmat.model;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.model.manifest.ModelRefused;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
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

    private static final int MAX_BYTES = 4 * MAX_CHARACTERS;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> FIELDS =
            Set.of("purpose", "period", "rows", "label", "metrics", "limits", "contact", "report");
    private static final String EXAMPLE = "see the example of a card in the guide, models.md";

    /**
     * Parses the card of an upload: JSON if it starts like an object, otherwise Markdown.
     *
     * @throws ModelRefused that names the field
     */
    static ModelCard parse(String uploaded) {
        // some editors put a byte order mark at the start
        String text = uploaded.replaceFirst("^\uFEFF", "");
        refuseIf(text.length() > MAX_CHARACTERS);
        if (text.indexOf('\0') >= 0) {
            throw refused("card", "the card contains a NUL character", "send it as UTF-8, without that character");
        }
        if (text.isBlank()) {
            throw refused("card", "the card is empty", "describe the version, or omit the card; " + EXAMPLE);
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
                    "use only these fields: " + new TreeSet<>(FIELDS) + ", or write the card as Markdown");
        }
        JsonNode purpose = card.path("purpose");
        if (!purpose.isTextual() || purpose.textValue().isBlank()) {
            throw refused(
                    "card.purpose",
                    "the card does not say what the version is for",
                    "add purpose as a text; " + EXAMPLE);
        }
        return new ModelCard(Format.JSON, text);
    }

    /** Reads a card's file, unless it is certainly too long. */
    public static String read(Path file) throws IOException {
        refuseIf(Files.size(file) > MAX_BYTES);
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
            JsonLocation at = e.getLocation();
            throw refused(
                    "card",
                    at == null
                            ? "the card is nested too deeply, or a number or name in it is too long"
                            : "the card starts like JSON but is not valid JSON (line " + at.getLineNr() + ")",
                    "send one JSON object without repeated keys or anything after it, or start with a heading for Markdown");
        }
    }

    private static void refuseIf(boolean tooLong) {
        if (tooLong) {
            throw refused(
                    "card",
                    "the card is too long: at most " + MAX_CHARACTERS + " characters are accepted",
                    "shorten it, and link to the details");
        }
    }

    private static ModelRefused refused(String field, String reason, String remedy) {
        return new ModelRefused("card", field, reason, remedy);
    }
}
