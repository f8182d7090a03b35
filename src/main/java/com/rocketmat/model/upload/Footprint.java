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

    /** Large enough for other memory use of the process not to matter. */
    private static final long ENOUGH = 16 << 20;

    private static final int MOST_COPIES = 48;
    /** 24 MiB, more than the young objects that are alive before the garbage collector runs. */
    private static final int YOUNG_ARRAYS = 384;
    /** A native image keeps arrays from 128 KiB on apart from young objects, and gives their memory back at once. */
    private static final int YOUNG_ARRAY = 64 << 10;

    /** The parent process ends the trial long before that. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * The factor on the measured memory: the allocator's caches and our own objects add 10 to 40 % (benchmark {@code
     * cache-charge}).
     */
    public static long charge(long residentBytes) {
        return residentBytes * 5 / 4;
    }

    /** Memory beyond the weights, and per byte of the file: that of tree models, which take most. */
    public static long estimate(long fileBytes) {
        return (180 << 10) + (long) (4.3 * fileBytes);
    }

    /**
     * A small model's memory is less than the process's own fluctuations: it is opened repeatedly, as the service does, until it
     * can be measured.
     *
     * @param loadedBytes growth of the process when the file was first opened
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
            long measured = (settledBytes() - before) / copies.size();
            return measured > 0 ? measured : estimate(file.length);
        } finally {
            copies.forEach(OnnxModel::close);
        }
    }

    /** After this, one-time allocations of opening and running are done, and so are the process's own young objects. */
    private static void warmUp(byte[] file, Manifest manifest, List<Map<String, FeatureValue>> rows)
            throws OrtException {
        try (OnnxModel first = OnnxModel.open(file, manifest)) {
            first.score(rows, LIMIT);
        }
        byte[][] young = new byte[2][];
        for (int made = 0; made < YOUNG_ARRAYS; made++) {
            young[made % 2] = new byte[YOUNG_ARRAY];
        }
    }

    /** Resident memory of this process without mapped files; 0 if the system does not report it. */
    static long ownBytes() {
        return ProcessMemory.OWN.of("self");
    }

    /** The same without direct buffers of past batches. */
    public static long settledBytes() {
        System.gc();
        return ownBytes();
    }
}
