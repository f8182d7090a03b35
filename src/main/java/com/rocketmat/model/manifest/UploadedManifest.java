package com.rocketmat.model.manifest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A manifest with its cases, which are checked but not stored: they may belong to real people. */
public record UploadedManifest(String text, Manifest manifest, List<Case> cases) {

    static final UploadedText TEXT = new UploadedText(
            "manifest",
            1_000_000,
            "see the example of a manifest in the guide, models.md; use fewer cases, or shorter texts in them",
            "send one JSON object, without comments, NaN, repeated keys or anything after it");

    public UploadedManifest {
        cases = List.copyOf(cases);
    }

    /** Throws a {@link ModelRefused} if it is too long or not UTF-8. */
    public static String read(Path file) throws IOException {
        return TEXT.read(file);
    }

    /** Throws a {@link ModelRefused} that names the invalid field. */
    public static UploadedManifest parse(String json) {
        return new ManifestReader(TEXT.checked(json)).readUploaded();
    }

    /** Omits the cases, which must not reach a log by accident. */
    @Override
    public String toString() {
        return "UploadedManifest[" + manifest + "]";
    }
}
