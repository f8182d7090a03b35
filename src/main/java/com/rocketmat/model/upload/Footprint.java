package com.rocketmat.model.upload;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.runtime.OnnxModel;
import com.rocketmat.process.ProcessMemory;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The cost of a model, measured in the process of its trial.
 *
 * @param residentBytes memory of an open session; estimated if the system does not report it
 * @param batchMillis time of the largest batch
 */
@RegisterForReflection
public record Footprint(long residentBytes, long batchMillis) {

    /** Large enough that the process's other memory use does not matter. */
    private static final long MEASURABLE_BYTES = 16 << 20;

    private static final int MAX_COPIES = 48;
    /** 24 MiB in total, more than the young generation holds before the garbage collector runs. */
    private static final int YOUNG_ARRAYS = 384;
    /** A native image keeps arrays of 128 KiB or more apart from young objects, and frees them at once. */
    private static final int YOUNG_ARRAY = 64 << 10;

    /** The parent process ends the trial much earlier. */
    private static final Duration RUN_LIMIT = Duration.ofMinutes(1);

    private static final Duration MEASURING_TIME = Duration.ofSeconds(2);

    /**
     * What the cache charges for a model: the allocator's caches and our own objects add 10 to 40 % (benchmark {@code cache-charge}).
     */
    public static long charge(long residentBytes) {
        return residentBytes * 5 / 4;
    }

    /** Estimates the memory by the file's size; the factors are those of tree models, which take most. */
    public static long estimate(long fileBytes) {
        return (180 << 10) + (long) (4.3 * fileBytes);
    }

    /**
     * Opens a small model repeatedly, until the memory of all copies exceeds the process's own fluctuations.
     *
     * @param loadedBytes growth of the process when the file was first opened
     */
    static long resident(long loadedBytes, byte[] file, Manifest manifest, List<Map<String, FeatureValue>> rows)
            throws OrtException {
        if (loadedBytes >= MEASURABLE_BYTES) {
            return loadedBytes;
        }
        warmUp(file, manifest, rows);
        List<OnnxModel> copies = new ArrayList<>();
        try {
            long before = settledBytes();
            long start = System.nanoTime();
            long growth = 0;
            while (copies.size() < MAX_COPIES
                    && growth < MEASURABLE_BYTES
                    && System.nanoTime() - start < MEASURING_TIME.toNanos()) {
                OnnxModel copy = OnnxModel.open(file, manifest);
                copies.add(copy);
                copy.score(rows, RUN_LIMIT);
                growth = ownBytes() - before;
            }
            long measured = (settledBytes() - before) / copies.size();
            return measured > 0 ? measured : estimate(file.length);
        } finally {
            copies.forEach(OnnxModel::close);
        }
    }

    /** Gets one-time allocations done, and fills the young generation. */
    private static void warmUp(byte[] file, Manifest manifest, List<Map<String, FeatureValue>> rows)
            throws OrtException {
        try (OnnxModel first = OnnxModel.open(file, manifest)) {
            first.score(rows, RUN_LIMIT);
        }
        byte[][] young = new byte[2][];
        for (int i = 0; i < YOUNG_ARRAYS; i++) {
            young[i % 2] = new byte[YOUNG_ARRAY];
        }
    }

    /** Resident memory of this process without mapped files; 0 if the system does not report it. */
    static long ownBytes() {
        return ProcessMemory.OWN.of("self");
    }

    /** The same, without the direct buffers of past batches. */
    public static long settledBytes() {
        System.gc();
        return ownBytes();
    }
}
