package com.rocketmat.model.manifest;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The cases may belong to real people, so they are checked and not stored. */
public record UploadedManifest(String text, Manifest manifest, List<Case> cases) {

    private static final int LONGEST = 1_000_000;
    private static final int MOST_BYTES = 4 * LONGEST;

    public UploadedManifest {
        cases = List.copyOf(cases);
    }

    /**
     * The text of a manifest, not read if it cannot be short enough.
     *
     * @throws ModelRefused if it is too long or not UTF-8
     */
    public static String read(Path file) throws IOException {
        refuseIfLong(Files.size(file) > MOST_BYTES);
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new ModelRefused("manifest", "manifest", "the manifest is not UTF-8", "send it as UTF-8");
        }
    }

    /** Throws a {@link ModelRefused} that names the invalid field. */
    public static UploadedManifest parse(String json) {
        refuseIfLong(json.length() > LONGEST);
        // some editors begin a file with a byte order mark
        return new ManifestReader(json.replaceFirst("^\uFEFF", "")).readUploaded();
    }

    /** Without the cases, which must not reach a log by accident. */
    @Override
    public String toString() {
        return "UploadedManifest[" + manifest + "]";
    }

    private static void refuseIfLong(boolean isLong) {
        if (isLong) {
            throw new ModelRefused(
                    "manifest",
                    "manifest",
                    "the manifest is too long: at most " + LONGEST + " characters are accepted",
                    "see the example of a manifest in the guide, models.md; give fewer cases, or shorter texts in them");
        }
    }
}
