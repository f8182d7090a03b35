package com.rocketmat.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.rocketmat.bench.Row;
import com.rocketmat.feature.FeatureLayout;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.runtime.InputTensor;
import com.rocketmat.model.runtime.OnnxModel;
import com.rocketmat.model.runtime.OnnxSession;
import com.rocketmat.model.runtime.OutputReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Scoring a page of 500 applications from their features, and from the filled matrix, compared with the bare runtime with the same
 * options, prepared tensors and its output read. Processor time, medians of alternating turns, so that other load on the machine
 * affects all alike.
 */
public final class ScoringSpeed {

    /** Boosted trees with a tensor output: typical for customers, and not chosen to look good. */
    private static final String SHOWN = "xgboost_binary";

    private static final int PAGE = 500;
    private static final int WARM_UP = 300;
    private static final int TURNS = 700;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private interface Work {
        void run() throws OrtException;
    }

    private ScoringSpeed() {}

    public static List<Row> run(Path build, PrintStream out) {
        out.printf("%-28s %9s %9s %7s %9s %7s%n", "model", "bare us", "page us", "ratio", "matrix us", "ratio");
        Map<String, Medians> all = new HashMap<>();
        Fixture.WITH_CASES.forEach(model -> all.put(model, print(out, model)));
        Medians shown = all.get(SHOWN);
        String unit = "µs of processor time for a page of 500, %s (bare ONNX Runtime)".formatted(SHOWN);
        return List.of(
                Row.ofCost("score.page", shown.page(), unit, shown.bare()),
                Row.ofCost("score.matrix", shown.matrix(), unit, shown.bare()));
    }

    private record Medians(double bare, double page, double matrix) {}

    private static Medians print(PrintStream out, String name) {
        byte[] file = Fixture.file(name + ".onnx");
        Manifest manifest = Fixture.manifest(name);
        List<Map<String, FeatureValue>> cases = Fixture.rows(Fixture.cases(name));
        FeatureLayout layout = new FeatureLayout(manifest.features());
        List<Map<String, FeatureValue>> rows = IntStream.range(0, PAGE)
                .mapToObj(row -> cases.get(row % cases.size()))
                .<Map<String, FeatureValue>>map(given -> layout.row(given::get))
                .toList();
        try (OnnxModel model = OnnxModel.open(file, manifest);
                OrtSession session = OnnxSession.open(file);
                OrtSession.RunOptions options = new OrtSession.RunOptions()) {
            Map<String, OnnxTensor> prepared = new HashMap<>();
            for (InputTensor input : model.inputs()) {
                prepared.put(input.name(), input.of(rows));
            }
            Set<String> wanted = Set.of(manifest.output().name());
            OutputReader reader = new OutputReader(manifest.output());
            Work bare = () -> {
                try (var result = session.run(prepared, wanted)) {
                    read(reader, result.get(0));
                }
            };
            double[] medians =
                    medians(bare, () -> model.runBatch(rows, options), () -> model.runFilled(prepared, PAGE, options));
            prepared.values().forEach(OnnxTensor::close);
            out.printf(
                    "%-28s %9.1f %9.1f %7.2f %9.1f %7.2f%n",
                    name, medians[0], medians[1], medians[0] / medians[1], medians[2], medians[0] / medians[2]);
            return new Medians(medians[0], medians[1], medians[2]);
        } catch (OrtException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static void read(OutputReader reader, OnnxValue value) throws OrtException {
        reader.read(value, PAGE);
    }

    /** Of each kind of work, in microseconds of processor time. */
    private static double[] medians(Work... works) throws OrtException {
        List<long[]> times = new ArrayList<>();
        Arrays.stream(works).forEach(_ -> times.add(new long[TURNS]));
        for (int turn = -WARM_UP; turn < TURNS; turn++) {
            for (int work = 0; work < works.length; work++) {
                long start = THREADS.getCurrentThreadCpuTime();
                works[work].run();
                long taken = THREADS.getCurrentThreadCpuTime() - start;
                if (turn >= 0) {
                    times.get(work)[turn] = taken;
                }
            }
        }
        return times.stream()
                .mapToDouble(each -> Arrays.stream(each).sorted().toArray()[TURNS / 2] / 1_000.0)
                .toArray();
    }
}
