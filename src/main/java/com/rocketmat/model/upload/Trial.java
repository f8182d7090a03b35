package com.rocketmat.model.upload;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.UploadedManifest;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Runs the upload checks in a separate process, which a file may crash. Until its input ends, it reads requests (length and JSON
 * of a {@link TrialRequest}, length and bytes of the file) and writes lines: {@code ready} at its start, {@code begins <check>}
 * before each check, and {@code verdict <JSON of a Verdict>} after the last. Any other failure ends the process.
 */
public final class Trial {

    /** The argument that makes the application run this instead of the service. */
    public static final String COMMAND = "try-models";

    static final String READY = "ready";
    static final String BEGINS = "begins ";
    static final String VERDICT = "verdict ";

    private static final JsonMapper JSON = new JsonMapper();

    private final FeatureCatalogue catalogue = new FeatureCatalogue();
    private final DataInputStream in;
    private final OutputStream out;

    private Trial(InputStream in, OutputStream out) {
        this.in = new DataInputStream(new BufferedInputStream(in));
        this.out = out;
    }

    public static void main(String... arguments) throws IOException {
        // not System.out, which libraries may print to
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            new Trial(System.in, out).serve();
        }
    }

    private void serve() throws IOException {
        line(READY);
        for (byte[] request = next(); request.length > 0; request = next()) {
            line(VERDICT + JSON.writeValueAsString(verdict(JSON.readValue(request, TrialRequest.class), next())));
        }
    }

    private byte[] next() throws IOException {
        try {
            return in.readNBytes(in.readInt());
        } catch (EOFException e) {
            return new byte[0];
        }
    }

    private Verdict verdict(TrialRequest request, byte[] file) {
        try {
            UploadChecks checks = new UploadChecks(request.limits(), catalogue, true);
            UploadedManifest uploaded = UploadedManifest.parse(request.manifest());
            return Verdict.passed(
                    checks.examine(file, uploaded.manifest(), uploaded.cases(), check -> line(BEGINS + check)));
        } catch (ModelRefused e) {
            return Verdict.refused(e);
        }
    }

    private void line(String text) {
        try {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("the parent process no longer reads", e);
        }
    }
}
