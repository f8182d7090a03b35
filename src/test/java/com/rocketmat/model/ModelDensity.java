package com.rocketmat.model;

import static org.awaitility.Awaitility.await;

import ai.onnxruntime.OrtException;
import com.rocketmat.bench.Benchmark;
import com.rocketmat.bench.OwnProcess;
import com.rocketmat.bench.Row;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.reasons.Occlusion;
import com.rocketmat.model.reasons.ReferenceRow;
import com.rocketmat.model.runtime.OnnxModel;
import com.rocketmat.model.upload.Footprint;
import com.rocketmat.sandbox.Allocator;
import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two thousand models of 25 kB in one process, each loaded through the cache and used once, then all closed: resident memory with
 * the images' allocator, compared with glibc's default.
 */
public final class ModelDensity implements Benchmark {

    private static final int MODELS = 2_000;
    private static final int WIDTH = 62;
    private static final int HIDDEN = 100;

    @Override
    public String name() {
        return "density";
    }

    @Override
    public List<Row> run(Path build, PrintStream out) {
        out.printf(
                "%-10s %10s %10s %10s %12s %14s%n",
                "allocator", "before MB", "full MB", "after MB", "kB a model", "charged kB");
        long images = print(out, "images'", Allocator.settings());
        long glibc = print(out, "glibc", Map.of());
        return List.of(Row.ofCost(
                name(), images / 1024.0, "MiB resident after 2,000 models were closed (glibc)", glibc / 1024.0));
    }

    private static long print(PrintStream out, String name, Map<String, String> allocator) {
        List<Long> figures = Stream.of(
                        OwnProcess.run(ModelDensity.class, allocator, List.of()).split(" ", -1))
                .map(Long::valueOf)
                .toList();
        long each = (figures.get(1) - figures.get(0)) / MODELS;
        out.printf(
                "%-10s %10d %10d %10d %12d %14d%n",
                name,
                figures.get(0) / 1024,
                figures.get(1) / 1024,
                figures.get(2) / 1024,
                each,
                figures.get(3) / MODELS / 1024);
        return figures.get(2);
    }

    /** In a separate process: prints resident kB before, full and after, and the bytes that the cache charges. */
    public static void main(String[] arguments) {
        ModelCache cache = new ModelCache(Long.MAX_VALUE, new SimpleMeterRegistry());
        Manifest manifest = Fixture.raw(IntStream.range(0, WIDTH)
                .mapToObj("application.custom[f%d]"::formatted)
                .toArray(String[]::new));
        Map<String, FeatureValue> row = row(manifest);
        use(cache, -1, manifest, row);
        long before = resident();
        IntStream.range(0, MODELS).forEach(model -> use(cache, model, manifest, row));
        long full = resident();
        long charged = cache.bytes();
        cache.drop(key -> true);
        // the allocator releases memory at its next use, or after a time
        await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
        use(cache, MODELS, manifest, row);
        long after = resident();
        System.out.println(before + " " + full + " " + after + " " + charged);
    }

    private static void use(ModelCache cache, int model, Manifest manifest, Map<String, FeatureValue> row) {
        var key = new ModelCache.Key(new TenantId("t" + Math.floorMod(model, 1 << 20)), "v" + model);
        try (ModelCache.Lease lease = cache.lease(key, () -> load(model, manifest))) {
            if (!Double.isFinite(lease.model().onnx.score(List.of(row), Fixture.LIMIT)[0])) {
                throw new IllegalStateException("no score");
            }
        }
    }

    private static LoadedModel load(int seed, Manifest manifest) {
        try {
            byte[] file = perceptron(seed);
            OnnxModel opened = OnnxModel.open(file, manifest);
            return new LoadedModel(
                    opened,
                    new Occlusion(opened, manifest, new ReferenceRow(row(manifest))),
                    Footprint.estimate(file.length));
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] perceptron(int seed) {
        Random random = new Random(seed);
        return Graph.from(Graph.FLOAT, WIDTH)
                .initializer(Graph.weights("w1", random, WIDTH, HIDDEN))
                .initializer(Graph.weights("w2", random, HIDDEN, 1))
                .node("MatMul", "x,w1", "a")
                .node("Relu", "a", "b")
                .node("MatMul", "b,w2", "y")
                .toBytes();
    }

    private static Map<String, FeatureValue> row(Manifest manifest) {
        Map<String, FeatureValue> row = new HashMap<>();
        manifest.features().forEach(feature -> row.put(feature, new FeatureValue.Numeric(1)));
        return row;
    }

    private static long resident() {
        System.gc();
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
