package com.rocketmat.model.manifest;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A manifest as it comes with a file.
 *
 * @param cases rows that the file has to reproduce. They may be of real people, so they are checked and not kept
 */
public record UploadedManifest(Manifest manifest, List<Case> cases) {

    private static final int LONGEST = 1_000_000;

    public UploadedManifest {
        cases = List.copyOf(cases);
    }

    /**
     * The text of a manifest, which is not read when the file is too long.
     *
     * @throws ModelRefused when it is, or is not UTF-8
     */
    public static String read(Path file) throws IOException {
        refuseIfLong(Files.size(file));
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new ModelRefused("manifest", "manifest", "the manifest is not UTF-8", "send it as UTF-8");
        }
    }

    /**
     * Reads a manifest.
     *
     * @throws ModelRefused naming the field that is wrong
     */
    public static UploadedManifest parse(String json) {
        refuseIfLong(json.length());
        return new ManifestReader(json).readUploaded();
    }

    private static void refuseIfLong(long length) {
        if (length > LONGEST) {
            throw new ModelRefused(
                    "manifest",
                    "manifest",
                    "the manifest has " + length + " characters, and at most " + LONGEST + " are accepted",
                    "see the example of a manifest in the guide, models.md; give fewer cases, or shorter texts in them");
        }
    }
}
