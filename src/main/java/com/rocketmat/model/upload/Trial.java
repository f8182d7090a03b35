package com.rocketmat.model.upload;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.model.manifest.ModelRefused;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.process.ChildWorker;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs the upload checks in a separate process, which a file may crash. A request is a {@link TrialRequest} as JSON, followed by the
 * file; each check is a step; the answer is a {@link Verdict} as JSON.
 */
public final class Trial implements ChildWorker.Work {

    /** The argument that makes the application run this instead of the service. */
    public static final String COMMAND = "try-models";

    /** Exit status if ONNX Runtime cannot be loaded, as without space to unpack its libraries. */
    static final int NO_RUNTIME = 4;

    private static final JsonMapper JSON = new JsonMapper();

    private final FeatureCatalogue catalogue = new FeatureCatalogue();

    private Trial() {}

    public static void main(String... arguments) throws IOException {
        ChildWorker.serve(new Trial());
    }

    @Override
    public List<byte[]> answer(List<byte[]> request, Consumer<String> steps) throws IOException {
        TrialRequest trial = JSON.readValue(request.getFirst(), TrialRequest.class);
        try {
            return List.of(JSON.writeValueAsBytes(verdict(trial, request.getLast(), steps)));
        } catch (LinkageError e) {
            Runtime.getRuntime().halt(NO_RUNTIME);
            throw e;
        }
    }

    private Verdict verdict(TrialRequest request, byte[] file, Consumer<String> steps) {
        try {
            UploadChecks checks = new UploadChecks(request.limits(), catalogue, true);
            UploadedManifest uploaded = UploadedManifest.parse(request.manifest());
            return Verdict.passed(checks.examine(file, uploaded.manifest(), uploaded.cases(), steps));
        } catch (ModelRefused e) {
            return Verdict.refused(e);
        }
    }
}
