package com.rocketmat.model;

import ai.onnxruntime.OrtException;
import com.rocketmat.bench.OwnProcess;
import com.rocketmat.bench.Row;
import com.rocketmat.feature.FeatureCatalogue;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.UploadedManifest;
import com.rocketmat.model.reasons.Occlusion;
import com.rocketmat.model.reasons.ReferenceRow;
import com.rocketmat.model.runtime.DryRows;
import com.rocketmat.model.runtime.OnnxModel;
import com.rocketmat.model.upload.Footprint;
import com.rocketmat.model.upload.Trials;
import com.rocketmat.model.upload.UploadLimits;
import com.rocketmat.sandbox.process.Allocator;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The memory that the cache charges for a model, measured by the trial, compared with the growth of the process for each when it
 * is loaded many times and scores a batch: files of 1 kB to 1 MB, trees, linear models, networks, texts. Reports the model with
 * the worst error.
 */
public final class CacheCharge {

    /** Generated: 200 trees of 63 nodes. */
    private static final String FOREST = "made_forest";
    /** Generated: a megabyte of weights. */
    private static final String NETWORK = "made_network";

    private static final List<String> MODELS = List.of(
            "sklearn_logistic_tensor",
            "sklearn_regressor",
            "xgboost_binary",
            "lightgbm_binary",
            "catboost_binary",
            "sklearn_forest",
            "sklearn_hist_boosting",
            "sklearn_texts",
            "wide_columns",
            "wide_columns_network",
            "wide_columns_boosted",
            "wide_resume",
            "wide_bagged",
            "wide_calibrated",
            "wide_voting",
            FOREST,
            NETWORK);

    private static final int WIDTH = 20;
    private static final int COPIES = 60;
    private static final int HEAP_MEGABYTES = 256;
    private static final UploadLimits LIMITS =
            new UploadLimits(4 << 20, 30_000, List.of("gender"), List.of("zip code"));
    private static final long TRIAL_MEMORY = 800L << 20;

    private CacheCharge() {}

    public static List<Row> run(Path build, PrintStream out) {
        out.printf("%-28s %10s %12s %12s %7s%n", "model", "file kB", "charged kB", "taken kB", "ratio");
        double worst = 1;
        for (String model : MODELS) {
            String[] bytes = OwnProcess.run(CacheCharge.class, Allocator.settings(), List.of(model))
                    .split(" ", -1);
            double charged = Double.parseDouble(bytes[0]);
            double taken = Double.parseDouble(bytes[1]);
            worst = Math.max(worst, Math.max(charged / taken, taken / charged));
            out.printf(
                    "%-28s %10.1f %12.0f %12.0f %7.2f%n",
                    model, file(model).length / 1024.0, charged / 1024, taken / 1024, charged / taken);
        }
        return List.of(Row.ofCost(
                "cache-charge", worst, "of what a model takes is charged for the one that is charged worst", 1));
    }

    /** In a separate process, with the images' allocator: prints the charged bytes, and the growth for each. */
    public static void main(String[] arguments) {
        UploadedManifest uploaded = UploadedManifest.parse(manifest(arguments[0]));
        Manifest manifest = uploaded.manifest();
        byte[] file = file(arguments[0]);
        Trials trials = new Trials(LIMITS, TRIAL_MEMORY);
        long charged = trials.examine(file, uploaded).footprint().residentBytes();
        ModelCache cache = new ModelCache(Long.MAX_VALUE, new SimpleMeterRegistry());
        List<Map<String, FeatureValue>> batch = DryRows.batch(DryRows.of(manifest, new FeatureCatalogue()));
        for (int first = 0; first < 5; first++) {
            use(cache, "first", file, manifest, batch);
        }
        // heap memory that the process has touched stays resident
        byte[][] young = new byte[2][];
        for (int megabyte = 0; megabyte < 2 * HEAP_MEGABYTES; megabyte++) {
            young[megabyte % 2] = new byte[1 << 20];
        }
        long before = Footprint.settledBytes();
        for (int copy = 0; copy < COPIES; copy++) {
            use(cache, "v" + copy, file, manifest, batch);
        }
        System.out.println(Footprint.charge(charged) + " " + (Footprint.settledBytes() - before) / COPIES);
    }

    private static void use(
            ModelCache cache, String version, byte[] file, Manifest manifest, List<Map<String, FeatureValue>> batch) {
        var key = new ModelCache.Key(new TenantId("acme"), version);
        cache.use(key, () -> load(file, manifest), model -> model.onnx.score(batch, Fixture.LIMIT));
    }

    private static LoadedModel load(byte[] file, Manifest manifest) {
        try {
            OnnxModel opened = OnnxModel.open(file, manifest);
            return new LoadedModel(opened, new Occlusion(opened, manifest, new ReferenceRow(Map.of())), 0);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] file(String model) {
        return switch (model) {
            case FOREST -> forest(200, 5).toBytes();
            case NETWORK -> network(1_000).toBytes();
            default -> Fixture.file(model + ".onnx");
        };
    }

    private static String manifest(String model) {
        return switch (model) {
            case FOREST, NETWORK ->
                Fixture.manifest(
                        IntStream.range(0, WIDTH)
                                .mapToObj("'application.custom[f%d]'"::formatted)
                                .collect(Collectors.joining(",")),
                        "{'name':'y'}",
                        "");
            default -> Fixture.text(model + ".json");
        };
    }

    private static Graph network(int hidden) {
        Random random = new Random(21);
        return Graph.from(Graph.FLOAT, WIDTH)
                .initializer(Graph.weights("w1", random, WIDTH, hidden))
                .initializer(Graph.weights("w2", random, hidden, hidden / 5))
                .initializer(Graph.weights("w3", random, hidden / 5, 1))
                .node("MatMul", "x,w1", "a")
                .node("Relu", "a", "b")
                .node("MatMul", "b,w2", "c")
                .node("Relu", "c", "d")
                .node("MatMul", "d,w3", "y");
    }

    /** Balanced trees that use random features; a node's children are at heap positions. */
    private static Graph forest(int trees, int depth) {
        int each = (2 << depth) - 1;
        int inner = (1 << depth) - 1;
        int nodes = trees * each;
        int leaves = trees * (each - inner);
        Random random = new Random(21);
        IntPredicate splits = node -> node % each < inner;
        return Graph.from(Graph.FLOAT, WIDTH)
                .node(
                        Graph.ML,
                        "TreeEnsembleRegressor",
                        "x",
                        "y",
                        Graph.integer("n_targets", 1),
                        longs("nodes_treeids", nodes, node -> node / each),
                        longs("nodes_nodeids", nodes, node -> node % each),
                        longs("nodes_featureids", nodes, node -> splits.test(node) ? random.nextInt(WIDTH) : 0),
                        longs("nodes_truenodeids", nodes, node -> splits.test(node) ? 2 * (node % each) + 1 : 0),
                        longs("nodes_falsenodeids", nodes, node -> splits.test(node) ? 2 * (node % each) + 2 : 0),
                        floats("nodes_values", nodes, random),
                        Graph.strings(
                                "nodes_modes",
                                IntStream.range(0, nodes)
                                        .mapToObj(node -> splits.test(node) ? "BRANCH_LEQ" : "LEAF")
                                        .toArray(String[]::new)),
                        longs("target_treeids", leaves, leaf -> leaf / (each - inner)),
                        longs("target_nodeids", leaves, leaf -> inner + leaf % (each - inner)),
                        longs("target_ids", leaves, _ -> 0),
                        floats("target_weights", leaves, random));
    }

    private static Proto longs(String attribute, int count, IntToLongFunction value) {
        return Graph.integers(
                attribute, IntStream.range(0, count).mapToLong(value).toArray());
    }

    private static Proto floats(String attribute, int count, Random random) {
        float[] values = new float[count];
        for (int at = 0; at < count; at++) {
            values[at] = random.nextFloat();
        }
        return Graph.floats(attribute, values);
    }
}
