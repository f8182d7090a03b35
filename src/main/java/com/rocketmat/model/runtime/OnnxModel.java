package com.rocketmat.model.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoringFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;

/** An open session with its manifest. Thread-safe. */
public final class OnnxModel implements AutoCloseable {

    private final OrtSession session;
    private final List<InputTensor> inputs;
    private final OutputReader output;
    private final Set<String> outputs;

    private OnnxModel(OrtSession session, List<InputTensor> inputs, Manifest.Output output) {
        this.session = session;
        this.inputs = inputs;
        this.output = new OutputReader(output);
        this.outputs = Set.of(output.name());
    }

    /** Opens a file that passed the upload checks. */
    public static OnnxModel open(byte[] file, Manifest manifest) throws OrtException {
        OrtSession session = OnnxSession.open(file);
        try {
            return of(session, manifest);
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    public static OnnxModel of(OrtSession session, Manifest manifest) throws OrtException {
        Map<String, NodeInfo> declared = session.getInputInfo();
        List<InputTensor> tensors = new ArrayList<>();
        for (Manifest.Input input : manifest.inputs()) {
            var info = (TensorInfo) declared.get(input.input()).getInfo();
            ElementType type = ElementType.of(info.type).orElseThrow();
            tensors.add(new InputTensor(input.input(), type, input.features(), manifest.missing()));
        }
        return new OnnxModel(session, tensors, manifest.output());
    }

    /**
     * Opens a file, scores the rows and closes it. Scores are scaled but not rounded; NaN for no score.
     *
     * @throws ScoringFailed if the file does not open or a row cannot be scored
     */
    public static double[] scores(
            byte[] file, Manifest manifest, List<Map<String, FeatureValue>> rows, Duration limit) {
        try (OnnxModel model = open(file, manifest)) {
            return Arrays.stream(model.score(rows, limit))
                    .map(manifest.score()::unrounded)
                    .toArray();
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    public List<InputTensor> inputs() {
        return inputs;
    }

    /**
     * Returns the model's raw number for each row, before the manifest's scale.
     *
     * @param limit for all batches together
     * @throws ScoringFailed if a value does not fit, the output contradicts the manifest, or the run exceeds the limit
     */
    public double[] score(List<Map<String, FeatureValue>> rows, Duration limit) {
        return withDeadline(limit, rows.size(), options -> run(rows, options));
    }

    /**
     * Runs the model on each row alone. In a batch the runtime computes several rows at once, so the last bits of a row's number
     * depend on its position.
     */
    public double[] scoreEach(List<Map<String, FeatureValue>> rows, Duration limit) {
        return withDeadline(limit, rows.size(), options -> {
            double[] raw = new double[rows.size()];
            for (int row = 0; row < raw.length; row++) {
                raw[row] = runBatch(List.of(rows.get(row)), options)[0];
            }
            return raw;
        });
    }

    private interface Run {
        double[] apply(OrtSession.RunOptions options) throws OrtException;
    }

    private static double[] withDeadline(Duration limit, int rows, Run run) {
        try (var deadline = new Deadline(limit)) {
            try {
                return run.apply(deadline.options());
            } catch (OrtException e) {
                throw deadline.isExpired() ? ScoringFailed.timeout(rows, limit) : failure(e);
            }
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    private static ScoringFailed failure(OrtException e) {
        // only the code: the runtime's message may quote a candidate's value
        return new ScoringFailed(
                "model",
                "ONNX Runtime failed on the batch: " + e.getCode(),
                "upload the version again to see which check it fails, or activate the previous version");
    }

    public double[] run(List<Map<String, FeatureValue>> rows, OrtSession.RunOptions options) throws OrtException {
        var raw = DoubleStream.builder();
        for (List<Map<String, FeatureValue>> batch : Batch.of(rows)) {
            Arrays.stream(runBatch(batch, options)).forEach(raw::add);
        }
        return raw.build().toArray();
    }

    /** Runs the model once. */
    public double[] runBatch(List<Map<String, FeatureValue>> rows, OrtSession.RunOptions options) throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (InputTensor input : inputs) {
                tensors.put(input.name(), input.of(rows));
            }
            return runFilled(tensors, rows.size(), options);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /** Runs the model once on inputs that are already filled. */
    public double[] runFilled(Map<String, OnnxTensor> tensors, int rows, OrtSession.RunOptions options)
            throws OrtException {
        try (var result = session.run(tensors, outputs, options)) {
            return output.read(result.get(0), rows);
        }
    }

    /** Throws {@link ScoringFailed} if a value does not fit its input. */
    public void check(Map<String, FeatureValue> row) throws OrtException {
        for (InputTensor input : inputs) {
            input.of(List.of(row)).close();
        }
    }

    @Override
    public void close() {
        OnnxSession.close(session);
    }
}
