package com.rocketmat.model.manifest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A kind of text that is uploaded with a model.
 *
 * @param what the name of its field and its check
 * @param shorter how to make it shorter
 * @param json how to write it as JSON
 */
public record UploadedText(String what, int maxCharacters, String shorter, String json) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a file, unless it is certainly too long.
     *
     * @throws ModelRefused if it is too long or not UTF-8
     */
    public String read(Path file) throws IOException {
        refuseIf(Files.size(file) > 4L * maxCharacters);
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw refused(what, "the " + what + " is not UTF-8", "send it as UTF-8");
        }
    }

    /**
     * Returns the text without the byte order mark that some editors put at the start.
     *
     * @throws ModelRefused if it is too long
     */
    public String checked(String text) {
        refuseIf(text.length() > maxCharacters);
        return text.replaceFirst("^\uFEFF", "");
    }

    /** Throws {@link ModelRefused} with the position of an error, without the parser's message: it may quote a value of a case. */
    public JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw refused(
                    what,
                    "the " + what
                            + (at == null
                                    ? " is nested too deeply, or a number or name in it is too long"
                                    : " is not valid JSON: see line " + at.getLineNr() + ", column "
                                            + at.getColumnNr()),
                    json);
        }
    }

    public ModelRefused refused(String field, String reason, String remedy) {
        return new ModelRefused(what, field, reason, remedy);
    }

    private void refuseIf(boolean tooLong) {
        if (tooLong) {
            throw refused(
                    what,
                    "the " + what + " is too long: at most " + maxCharacters + " characters are accepted",
                    shorter);
        }
    }
}
