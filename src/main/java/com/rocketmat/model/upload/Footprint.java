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
 * What a model takes, as measured in the process that tried it.
 *
 * @param residentBytes that an open session of it keeps; {@link #UNKNOWN} where the system does not tell
 * @param batchMillis that the largest batch took
 */
@RegisterForReflection
public record Footprint(long residentBytes, long batchMillis) {

    static final long UNKNOWN = 0;

    /** So much that what the rest of the process does meanwhile does not count. */
    private static final long ENOUGH = 16 << 20;

    private static final int MOST_COPIES = 48;
    /** More than are kept before the collector runs. */
    private static final int YOUNG_MEGABYTES = 24;
    /** The process that started the trial ends it long before. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What is charged for it: the allocator's caches and our own objects come on top, 10 to 40 % (benchmark {@code cache-charge}). */
    public static long charge(long residentBytes) {
        return residentBytes * 5 / 4;
    }

    /**
     * A small model takes less than the process itself does by the way: it is opened again, as the service does it, until that can be measured.
     *
     * @param loadedBytes by which the process grew when the file was opened first
     */
    static long resident(long loadedBytes, byte[] file, Manifest manifest, List<Map<String, FeatureValue>> rows)
            throws OrtException {
        if (loadedBytes >= ENOUGH) {
            return loadedBytes;
        }
        warmUp(file, manifest, rows);
        List<OnnxModel> copies = new ArrayList<>();
        try {
            long before = settledBytes();
            long began = System.nanoTime();
            long grown = 0;
            while (copies.size() < MOST_COPIES && grown < ENOUGH && System.nanoTime() - began < PATIENCE.toNanos()) {
                OnnxModel copy = OnnxModel.open(file, manifest);
                copies.add(copy);
                copy.score(rows, LIMIT);
                grown = ownBytes() - before;
            }
            return Math.max(0, settledBytes() - before) / copies.size();
        } finally {
            copies.forEach(OnnxModel::close);
        }
    }

    /** What opening and running takes for the first time, and the process's own young objects, are in memory after this. */
    private static void warmUp(byte[] file, Manifest manifest, List<Map<String, FeatureValue>> rows)
            throws OrtException {
        try (OnnxModel first = OnnxModel.open(file, manifest)) {
            first.score(rows, LIMIT);
        }
        byte[][] young = new byte[YOUNG_MEGABYTES][];
        for (int megabyte = 0; megabyte < YOUNG_MEGABYTES; megabyte++) {
            young[megabyte % 2] = new byte[1 << 20];
        }
    }

    /** What this process has in memory, files that it maps aside; 0 where the system does not tell. */
    static long ownBytes() {
        return ProcessMemory.OWN.of("self");
    }

    /** The same without the direct buffers of batches that are over. */
    public static long settledBytes() {
        System.gc();
        return ownBytes();
    }
}
