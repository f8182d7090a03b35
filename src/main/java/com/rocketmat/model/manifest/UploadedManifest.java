package com.rocketmat.model.manifest;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A manifest with its cases, which are checked but not stored: they may belong to real people. */
public record UploadedManifest(String text, Manifest manifest, List<Case> cases) {

    private static final int MAX_CHARACTERS = 1_000_000;
    private static final int MAX_BYTES = 4 * MAX_CHARACTERS;

    public UploadedManifest {
        cases = List.copyOf(cases);
    }

    /**
     * Reads a manifest's file, unless it is certainly too long.
     *
     * @throws ModelRefused if it is too long or not UTF-8
     */
    public static String read(Path file) throws IOException {
        refuseIf(Files.size(file) > MAX_BYTES);
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new ModelRefused("manifest", "manifest", "the manifest is not UTF-8", "send it as UTF-8");
        }
    }

    /** Throws a {@link ModelRefused} that names the invalid field. */
    public static UploadedManifest parse(String json) {
        refuseIf(json.length() > MAX_CHARACTERS);
        // some editors put a byte order mark at the start
        return new ManifestReader(json.replaceFirst("^\uFEFF", "")).readUploaded();
    }

    /** Omits the cases, which must not reach a log by accident. */
    @Override
    public String toString() {
        return "UploadedManifest[" + manifest + "]";
    }

    private static void refuseIf(boolean tooLong) {
        if (tooLong) {
            throw new ModelRefused(
                    "manifest",
                    "manifest",
                    "the manifest is too long: at most " + MAX_CHARACTERS + " characters are accepted",
                    "see the example of a manifest in the guide, models.md; use fewer cases, or shorter texts in them");
        }
    }
}
